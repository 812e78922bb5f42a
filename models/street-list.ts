import { dayNumber, startOfDay } from '../domain/clocks.ts'
import { streetLine, streetListHead } from '../domain/ladder-words.ts'
import { numberOf } from '../domain/phones.ts'
import { listText } from '../domain/wording.ts'
import type { Community } from './community.ts'
import type { Notice } from './delivery.ts'
import { teamOf } from './duty.ts'
import { countVoices } from './report.ts'
import type { Ticket } from './ticket.ts'
import { referredTickets } from './ticket-lists.ts'
import { workCalendar } from './work-calendar.ts'

const dayMs = 86_400_000

/** The one list of the day for each of 街道: what came up since the last, then what is still before them; nothing when there is nothing. */
export async function streetList(
  communities: readonly Community[],
  { at, now }: { at: Date; now: Date },
): Promise<Notice[]> {
  const live = communities.filter(({ mode }) => mode !== 'shadow')
  const [first] = live
  const referred = await referredTickets(live.map(({ _id }) => _id))
  // What came up after the hour of the list is for tomorrow.
  const tickets = referred.filter(({ lead, referredAt }) => lead === null && referredAt && referredAt <= at)
  if (!first || tickets.length === 0) return []
  const since = listBefore(at)
  const isNew = (ticket: Ticket) => ticket.referredAt !== null && ticket.referredAt > since
  const sorted = [...tickets.filter(isNew), ...tickets.filter((ticket) => !isNew(ticket))]
  const concerned = live.filter(({ _id }) => tickets.some(({ communityId }) => communityId === _id))
  const lines: string[] = []
  for (const ticket of sorted) {
    const community = live.find(({ _id }) => _id === ticket.communityId)?.name ?? ''
    const voices = Math.max(1, await countVoices(ticket._id))
    lines.push(streetLine(ticket, { community, voices, isNew: isNew(ticket), now }))
  }
  const text = listText(streetListHead(reachable(concerned)), lines, '，回“超期”看')
  return (await teamOf(first, 'street', now)).map((personId) => ({
    kind: 'street-list',
    to: { personId },
    audience: 'street',
    priority: 'notice',
    inOffice: true,
    content: { text },
  }))
}

/** The hour of the list of the working day before. */
function listBefore(at: Date): Date {
  let day = new Date(at.getTime() - dayMs)
  while (!workCalendar.isWorkday(dayNumber(startOfDay(day)))) day = new Date(day.getTime() - dayMs)
  return day
}

function reachable(communities: readonly Community[]): string[] {
  const said = communities.map(({ districtName, phones }) => {
    const phone = numberOf(phones, 'district')
    return phone ? `${districtName}${phone}` : districtName
  })
  return [...new Set(said)]
}
