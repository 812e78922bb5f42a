import { z } from 'zod'
import { phoneBoard } from '../domain/phones.ts'
import { policyFor } from '../domain/policy/index.ts'
import { defineHandler } from './handler.ts'

const everywhere = '报警110　火警119　急救120　政务热线12345'

/** Shows the telephone numbers of the community with the day each was checked. */
export const showPhones = defineHandler({
  name: 'show-phones',
  help: '电话',
  example: '电话',
  on: { command: /^(?:常用|联系)?电话(?:表|号码)?$/u },
  data: z.object({}),
  allow: ['resident'],
  async handle({ community, incoming, now }) {
    if (!incoming.isAddressed) return null
    const board = phoneBoard(community.phones, policyFor(community, 'phoneCheckMonths'), now)
    const own = board ? `${community.name}的电话：\n${board}` : `${community.name}还没有登记电话，请问社区。`
    return { text: `${own}\n${everywhere}` }
  },
})
