import { z } from 'zod'
import { readerIn } from '../domain/access.ts'
import { nameCategory } from '../domain/name-category.ts'
import { groundsText, papersText } from '../domain/policy-words.ts'
import { Refusal } from '../domain/refusal.ts'
import { defineHandler } from './handler.ts'

/** Tells which papers the community goes by, or what a kind of matter rests on. */
export const showGrounds = defineHandler({
  name: 'show-grounds',
  help: '依据 停车',
  example: '依据 停车',
  on: { command: /^(?:政策)?依据(?:[\s:：]+(?<about>\S.{0,15}))?$/u },
  data: z.object({ about: z.string().optional() }),
  allow: ['resident'],
  async handle({ data, community, actor, chat, incoming, now }) {
    if (!incoming.isAddressed) return null
    const view = { reader: readerIn(actor, chat), at: now }
    if (!data.about) return { text: papersText(community, view) }
    const category = nameCategory(data.about)
    if (!category) {
      throw new Refusal(
        'unknown_matter',
        '没认出是哪类事。请换个说法，例如“依据 停车”；看一件事，带上编号“依据 1024”。',
      )
    }
    return { text: groundsText(category, community, view) }
  },
})
