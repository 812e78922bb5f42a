import { roleName } from '../domain/access.ts'
import { button } from '../domain/message.ts'
import type { Team } from '../domain/policy/categories.ts'
import { sideName } from '../domain/wording.ts'
import type { Community } from './community.ts'
import type { Notice } from './delivery.ts'
import { responders, secretaries, teamOf } from './duty.ts'
import type { Ticket } from './ticket.ts'

/** Whom 街道 can give a ticket to, as its people say it. */
export const ownerSides = ['property', 'district', 'committee'] as const satisfies readonly Team[]
export type OwnerSide = (typeof ownerSides)[number]

/** Asks 街道 whose a ticket is that was handed back too often, with what each side said; where 街道 has nobody, the secretary. */
export async function ownerNotices(community: Community, ticket: Ticket, now: Date): Promise<Notice[]> {
  const street = await teamOf(community, 'street', now)
  const people = street.length > 0 ? street : await secretaries(community, now)
  const sides = ownerSides.filter((side) => side !== ticket.accused)
  const hasPeople = await Promise.all(
    sides.map(async (side) => (await teamOf(community, side, now)).length > 0),
  )
  const buttons = sides
    .filter((_side, i) => hasPeople[i])
    .map((side) =>
      button(`归${sideName[side]}`, `定归属 ${ticket.number} ${sideName[side]}`, 'decide-owner', {
        ticket: ticket._id,
        side: sideName[side],
      }),
    )
  const text = `${community.name}【${ticket.number}】${ticket.summary}，退回${ticket.handBacks}次，请街道定归属。\n${reasonsOf(ticket).join('\n')}`
  return people.map((personId) => ({
    kind: 'whose',
    supersedes: 'whose',
    to: { personId },
    audience: 'street',
    priority: ticket.urgency === 'emergency' ? 'emergency' : 'notice',
    inOffice: true,
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: ['open'] },
    content: { text, buttons },
  }))
}

const mostReasons = 4

/** What was said when it was handed back, by side and not by name. */
function reasonsOf({ events }: Ticket): string[] {
  return events
    .filter(({ to, note }) => to === 'open' && note)
    .slice(-mostReasons)
    .map(({ role, note }) => `${role === 'system' ? '系统' : roleName[role]}：${note}`)
}

/** Tells those who had a ticket, or watch over it, whose it is now. */
export async function decidedNotices(
  community: Community,
  ticket: Ticket,
  before: Team,
  now: Date,
): Promise<Notice[]> {
  const had = await responders(community, before, now)
  const watching = await secretaries(community, now)
  const have = await responders(community, ticket.team, now)
  return [...new Set([...had, ...watching])]
    .filter((personId) => !have.includes(personId))
    .map((personId) => ({
      kind: 'owner-decided',
      to: { personId },
      audience: watching.includes(personId) ? 'district' : before,
      priority: 'notice',
      ticketId: ticket._id,
      content: {
        text: `【${ticket.number}】${ticket.summary}，街道定了归${sideName[ticket.team]}办，已列入下次三方联席会议议题。`,
      },
    }))
}
