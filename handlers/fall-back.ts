import { z } from 'zod'
import type { Reply } from '../domain/message.ts'
import type { Phones } from '../domain/phones.ts'
import { numberOf } from '../domain/phones.ts'
import { defineHandler } from './handler.ts'
import { leaveToPeople } from './list-candidates.ts'

/** The last one: says in one line what can be said here. Unknown commands and commands of others end here alike. */
export const fallBack = defineHandler({
  name: 'fall-back',
  on: {
    intents: [
      'notice',
      'fee_question',
      'poll_answer',
      'meeting_question',
      'command',
      'praise',
      'chatter',
      'satisfied',
      'withdraw',
    ],
  },
  data: z.object({}),
  allow: ['resident'],
  async handle(context) {
    const { matters, community, incoming } = context
    const left = await leaveToPeople(context)
    if (left || !incoming.isAddressed) return left
    const intent = matters[0]?.triage.intent
    const number = numberOf(community.phones, 'property')
    const phone = number ? `物业电话${number}。` : ''
    if (intent === 'praise') return { text: '谢谢您。' }
    if (intent === 'fee_question') return { text: `费用的事我这里查不到，请直接问物业。${phone}` }
    return notUnderstood(community.phones)
  },
})

/** What is said to words that are no command of the speaker's, whoever else may use them. */
export function notUnderstood(phones: Phones): Reply {
  const number = numberOf(phones, 'property')
  const phone = number ? `急事请打物业${number}。` : ''
  return {
    text: `我没太明白。要修的、要反映的，直接说是什么事、在哪儿；查进度回“进度 编号”；别的回“帮助”。${phone}`,
  }
}
