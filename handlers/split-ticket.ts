import { z } from 'zod'
import { handlingRoles, mainRole, reportSightOf } from '../domain/access.ts'
import { sayTime } from '../domain/clocks.ts'
import { apartText } from '../domain/course-words.ts'
import { readSplit } from '../domain/merging.ts'
import type { Reply } from '../domain/message.ts'
import { categoryTable } from '../domain/policy/categories.ts'
import { Refusal } from '../domain/refusal.ts'
import { refuseOthers } from '../domain/refuse-others.ts'
import { activeStatuses, isActive } from '../domain/ticket-flow.ts'
import type { Category, Location } from '../domain/triage.ts'
import { triageByRules } from '../domain/understanding/triage-by-rules.ts'
import { withoutPersons } from '../domain/wording.ts'
import type { Report } from '../models/report.ts'
import { everyReportOn, moveReports, reportsById, reportsMovedBy } from '../models/report.ts'
import { tellReporters } from '../models/reporter-notices.ts'
import type { Ticket } from '../models/ticket.ts'
import { hasHappened, noteOnTicket, noteSeen, openTicket } from '../models/ticket.ts'
import { newTicketNotices } from '../models/ticket-notices.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

const longestReason = 200
const longestShown = 60

const Words = z.object({ ticket: TicketRef.optional(), words: z.string().optional() })
type Context = TicketContext<z.infer<typeof Words>>

/** Takes some of the reports out of a ticket that are another matter; without saying which, it lists them. */
export const splitTicket = defineTicketHandler({
  name: 'split-ticket',
  help: '拆分 编号 第几条 原因',
  example: '拆分 1024 2、3 不是同一部电梯',
  on: { command: numberedWith('拆分|拆开', 'words') },
  data: Words,
  allow: handlingRoles,
  async handle(context) {
    const { ticket, actor, community, data, decide, cause } = context
    refuseOthers(actor, ticket, community.phones)
    if (!isActive(ticket.status) && !hasHappened(ticket, cause)) {
      throw new Refusal('not_active', `${ticket.number}号已经办完，不用拆分了。`)
    }
    const { picks, reason } = readSplit(data.words ?? '')
    if (picks.length === 0 || !reason) return listReports(context)
    // Once they have moved, they are not on the ticket any more.
    const ids = await decide('chosen', () => choose(ticket, picks))
    return split(context, await reportsById(ids), reason.slice(0, longestReason))
  },
})

async function choose(ticket: Ticket, picks: readonly number[]): Promise<string[]> {
  const all = await everyReportOn(ticket._id)
  const standing = all.filter(({ withdrawnAt }) => withdrawnAt === null)
  const chosen = picks.flatMap((pick) => standing.filter((report) => report === all[pick - 1]))
  if (chosen.length === picks.length && chosen.length < standing.length) return chosen.map(({ _id }) => _id)
  const why =
    chosen.length < picks.length ? `没有第${picks.join('、')}条` : '全部拆出去等于没拆，留下的至少要有一条'
  throw new Refusal('cannot_split', `${ticket.number}号${why}。回“拆分 ${ticket.number}”看有哪几条。`)
}

/** What was said, for whoever may read it; without names, rooms and phones. */
async function listReports({ ticket, actor, now }: Context): Promise<Reply> {
  if (reportSightOf(actor, ticket) === 'nothing') {
    throw new Refusal('not_seen', `要看各户怎么说的才能拆，先回“接单 ${ticket.number}”。`)
  }
  const all = await everyReportOn(ticket._id)
  const lines = all.flatMap(({ withdrawnAt, at, text }, i) =>
    withdrawnAt === null
      ? [`${i + 1}　${sayTime(at, now)}　“${withoutPersons(text).slice(0, longestShown)}”`]
      : [],
  )
  if (lines.length < 2) throw new Refusal('cannot_split', `${ticket.number}号只有一户报，不用拆。`)
  await noteSeen(ticket, { by: actor.personId, role: mainRole(actor), at: now })
  return {
    text: `${ticket.number}号有这几条：\n${lines.join('\n')}\n哪几条是另一件事？回“拆分 ${ticket.number} 2、3 原因”。`,
    private: true,
  }
}

async function split(context: Context, chosen: readonly Report[], reason: string): Promise<Reply> {
  const { ticket, community, act, now, cause, notify } = context
  const apart = await openTicket(
    { ...newMatter(ticket, chosen), cause },
    act(`从${ticket.number}号拆出：${reason}`),
  )
  await noteOnTicket(ticket._id, community._id, {
    ...act(`${apart.number}号拆出去：${reason}`),
    kind: 'split',
  })
  await moveReports(ticket._id, apart._id, { cause, only: chosen.map(({ _id }) => _id) })
  const content = { text: apartText(apart, ticket.number) }
  const told = { kind: 'apart', content, statuses: activeStatuses }
  notify(...tellReporters(apart, await reportsMovedBy(cause), told))
  notify(...(await newTicketNotices(community, apart, now)))
  return {
    text: `拆出来了，${apart.number}号：${apart.summary}。报的住户已告诉。拆错了就回“合并 ${apart.number} 到 ${ticket.number} 原因”。`,
  }
}

/** What the words of those who go say; whatever they do not say is as it was. Nobody gains time by it. */
function newMatter(ticket: Ticket, [first]: readonly Report[]) {
  const { communityId, urgency, hazard, team, accused, lead, answerBy } = ticket
  const said = triageByRules(first?.text ?? '', {})
  const place: Location = said.building ? said : ticket
  const { building, unit, room, place: spot } = place
  return {
    communityId,
    category:
      said.category && isPlain(said.category) && isPlain(ticket.category) ? said.category : ticket.category,
    urgency,
    hazard,
    summary: said.isComplaint && said.building ? said.summary : ticket.summary,
    team,
    accused,
    lead,
    answerBy,
    assigneeId: null,
    pagedIds: [],
    building,
    unit,
    room,
    place: spot,
  }
}

/** A matter about nobody stays one. */
function isPlain(category: Category): boolean {
  return categoryTable[category].accused === null
}
