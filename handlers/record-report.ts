import { z } from 'zod'
import { handlingRoles } from '../domain/access.ts'
import { addHours, sayDayAndTime } from '../domain/clocks.ts'
import { reportedTo } from '../domain/dissuading.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { refuseOthers } from '../domain/refuse-others.ts'
import { canMove } from '../domain/ticket-flow.ts'
import { dissuasionsOn, noteReported } from '../models/dissuasion.ts'
import { hasHappened, moveTicket, noteOnTicket } from '../models/ticket.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

const longestWords = 200

/** Says that the report of a vain dissuasion was sent; from then on its answer is waited for like any other from outside. */
export const recordReport = defineTicketHandler({
  name: 'record-report',
  help: '已上报 编号',
  example: '已上报 1024 送街道和城管了',
  on: { command: numberedWith('已(?:上报|报告)', 'words'), action: true },
  data: z.object({ ticket: TicketRef.optional(), words: z.string().optional() }),
  allow: handlingRoles,
  async handle({ ticket, actor, community, data, act, now, cause }) {
    refuseOthers(actor, ticket, community.phones)
    const failed = (await dissuasionsOn(ticket._id)).filter(({ failedAt }) => failedAt !== null)
    if (failed.length === 0) {
      throw new Refusal(
        'nothing_to_report',
        `${ticket.number}号没有劝阻无效的记录。劝不住先回“无效 ${ticket.number}”。`,
      )
    }
    await noteReported(ticket._id, now)
    const others = reportedTo(ticket.category, community)
    const to = others.map(({ name }) => name).join('、')
    const said = act([`已上报${to}`, data.words?.slice(0, longestWords)].filter(Boolean).join('：'))
    const dueAt = addHours(now, policyFor(community, 'authorityReplyDays') * 24)
    if (canMove(ticket.status, 'forwarded') || hasHappened(ticket, cause)) {
      const phone = others.find((one) => one.phone)?.phone ?? null
      await moveTicket(ticket._id, community._id, {
        ...said,
        to: 'forwarded',
        set: {
          assigneeId: actor.personId,
          forward: { cause, to, phone, isUtility: false, at: now, dueAt, remindAt: dueAt },
        },
      })
    } else {
      await noteOnTicket(ticket._id, community._id, { ...said, kind: 'dissuaded' })
    }
    return {
      text: `记下了，${ticket.number}号已上报${to}。${sayDayAndTime(dueAt, now)}没有回音我提醒您；有了回“回复 ${ticket.number} 他们怎么说”。`,
    }
  },
})
