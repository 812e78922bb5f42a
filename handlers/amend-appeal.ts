import { z } from 'zod'
import { addHours } from '../domain/clocks.ts'
import { hazardAdvice } from '../domain/hazard-advice.ts'
import type { Reply } from '../domain/message.ts'
import { numberOf } from '../domain/phones.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Hazard, Location, Triage } from '../domain/triage.ts'
import { formatPublicPlace } from '../domain/understanding/place.ts'
import { splitMatters } from '../domain/understanding/split-matters.ts'
import { triageByRules } from '../domain/understanding/triage-by-rules.ts'
import { amendReport, isReporter } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { raiseTicket, touchTicket } from '../models/ticket.ts'
import { addedNotices, pagedFor, raisedNotices } from '../models/ticket-notices.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'
import { joinIfNew } from './report-unsolved.ts'

type Danger = Triage & { hazard: Hazard }

/** Adds a reporter's words or photos to a ticket, whenever they come; a danger in them makes an emergency of it. */
export const amendAppeal = defineTicketHandler({
  name: 'amend-appeal',
  help: '补充 编号 内容',
  example: '补充 1024 晚上更响',
  on: { command: numberedWith('补充', 'words'), action: true },
  data: z.object({ ticket: TicketRef.optional(), words: z.string().optional() }),
  allow: ['resident'],
  tells: true,
  async handle(context) {
    const { ticket, actor, data, incoming } = context
    const text = (data.words ?? (incoming.kind === 'message' ? '' : incoming.text)).trim()
    const danger = dangerIn(text, ticket)
    // Whoever sees a danger is heard.
    if (!danger && !(await isReporter(ticket._id, actor.personId))) {
      throw new Refusal('not_reporter', `${ticket.number}号不是您报的，只有报的人能补充。`)
    }
    if (!text && incoming.images.length === 0) {
      throw new Refusal('nothing_to_add', `请写上要补充的话，例如“补充 ${ticket.number} 晚上更响”。`)
    }
    await keep(context, text)
    if (danger) return raise(context, text, danger)
    await tellHandlers(context, text)
    return { text: `记到${ticket.number}号了。` }
  },
})

function dangerIn(text: string, { building, unit }: Location): Danger | null {
  const where = { ...(building ? { building } : {}), ...(unit ? { unit } : {}) }
  const read = [text, ...splitMatters(text)].map((words) => triageByRules(words, where))
  return read.find((one): one is Danger => one.hazard !== null) ?? null
}

async function keep(context: TicketContext<unknown>, text: string): Promise<void> {
  const { ticket, actor, now, cause, incoming } = context
  await joinIfNew(context)
  await amendReport(ticket._id, actor.personId, { cause, at: now, text, images: incoming.images })
  await touchTicket(ticket._id, now)
}

async function tellHandlers(
  { ticket, community, actor, incoming, now, notify }: TicketContext<unknown>,
  text: string,
): Promise<void> {
  const added = { text, images: incoming.images, by: actor.personId, at: now }
  notify(...(await addedNotices(community, ticket, added)))
}

/** Makes an emergency of the ticket; where it is one already, whoever has it hears of this danger, too. */
async function raise(context: TicketContext<unknown>, text: string, danger: Danger): Promise<Reply> {
  const raised = await raiseForDanger(context, danger)
  if (!raised) await tellHandlers(context, text)
  return answer(context, danger, raised !== null)
}

/** Makes an emergency of a ticket that was none and calls somebody, once for each cause; null where it is one already. */
export async function raiseForDanger(
  context: TicketContext<unknown>,
  danger: Danger,
): Promise<Ticket | null> {
  const { ticket, community, now, act, notify, cause } = context
  const raised = await raiseTicket(ticket._id, community._id, {
    ...act(`原来是“${ticket.summary}”`),
    // The same words may have told where it is, too, which is an event of its own.
    eventId: `${cause}:raised`,
    hazard: danger.hazard,
    summary: danger.summary,
    ...whereIs(danger, ticket),
    pagedIds: await pagedFor(community, { ...ticket, urgency: 'emergency' }, now),
    answerBy: addHours(now, policyFor(community, 'answerHours')),
  })
  if (raised) notify(...(await raisedNotices(community, raised, now, cause)))
  return raised
}

/** The flat that the ticket is about, unless the words name another place. */
function whereIs({ building, unit, room, place }: Danger, ticket: Location): Location {
  const isSame = building === ticket.building && unit === ticket.unit
  return { building, unit, place, room: room ?? (isSame ? ticket.room : null) }
}

/** What to do comes first; in a chat it has been said already. */
function answer(
  { ticket, community, incoming }: TicketContext<unknown>,
  danger: Danger,
  isNew: boolean,
): Reply {
  const where = formatPublicPlace({ ...danger, place: null })
  const advice = incoming.kind === 'message' ? [] : [hazardAdvice(danger.hazard, where, community.phones)]
  const number = numberOf(community.phones, 'property')
  const called = isNew ? '正在呼叫值班人员' : '已告诉值班人员'
  return {
    text: [...advice, `记到${ticket.number}号了，${called}。${number ? `物业值班${number}。` : ''}`].join(
      '\n',
    ),
  }
}
