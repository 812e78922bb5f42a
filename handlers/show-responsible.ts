import { z } from 'zod'
import { readerIn } from '../domain/access.ts'
import { nameCategory } from '../domain/name-category.ts'
import { responsibleText } from '../domain/policy-words.ts'
import { Refusal } from '../domain/refusal.ts'
import { defineHandler } from './handler.ts'

/** Tells who is turned to for a kind of matter, which authority is behind, and where papers disagree. */
export const showResponsible = defineHandler({
  name: 'show-responsible',
  help: '谁来管 噪音',
  example: '谁来管 噪音',
  on: { command: /^(?:谁来管|归谁管|谁负责)(?:[\s:：]+(?<about>\S.{0,15}))?$/u },
  data: z.object({ about: z.string().optional() }),
  allow: ['resident'],
  async handle({ data, community, actor, chat, incoming, now }) {
    if (!incoming.isAddressed) return null
    const category = data.about ? nameCategory(data.about) : null
    if (!category) {
      throw new Refusal(
        'unknown_matter',
        '请说是哪类事，例如“谁来管 噪音”；问一件报过的事，带上编号“谁来管 1024”。',
      )
    }
    const text = responsibleText(category, community, { reader: readerIn(actor, chat), at: now })
    return { text: `${text}\n要我登记，直接说是什么事、在哪儿。` }
  },
})
