import type { BriefTicket } from '../domain/brief.ts'
import { briefText } from '../domain/brief.ts'
import { runnerOf } from '../domain/policy/first-owner.ts'
import type { Audience } from '../domain/restraint.ts'
import { chatsOf } from './chat.ts'
import type { Community } from './community.ts'
import type { Notice, Recipient } from './delivery.ts'
import { responders, secretaries, teamOf } from './duty.ts'
import type { Ticket } from './ticket.ts'
import { activeTickets } from './ticket-lists.ts'

/** Whom one message of the morning is for, and what it tells of. */
interface Reader {
  to: Recipient
  audience: Audience
  community: Community
  isSecretary: boolean
  tickets: Ticket[]
}

/** One message with the community it is sent for. */
export interface Brief {
  community: Community
  notice: Notice
}

/**
 * The brief of the communities of one district, as things stand at `at`: one message to each who answers for whoever runs
 * a place, to each of 社区 on its working days, and to each staff group. Whoever has nothing due gets none.
 */
export async function districtBriefs(
  communities: readonly Community[],
  { at, now, isWorkday }: { at: Date; now: Date; isWorkday: boolean },
): Promise<Brief[]> {
  const readers = new Map<string, Reader>()
  for (const community of communities) {
    const open = await activeTickets([community._id])
    const tickets = open.filter(({ openedAt }) => openedAt < at)
    for (const reader of await readersIn(community, tickets, { now, isWorkday })) {
      const key = JSON.stringify(reader.to)
      const known = readers.get(key)
      if (known) known.tickets.push(...reader.tickets)
      else readers.set(key, reader)
    }
  }
  const names = new Map(communities.map(({ _id, name }) => [_id, name]))
  return [...readers.values()].flatMap((reader) => briefOf(reader, names, now))
}

function briefOf(
  { to, audience, community, isSecretary, tickets }: Reader,
  names: ReadonlyMap<string, string>,
  now: Date,
): Brief[] {
  const isOne = new Set(tickets.map(({ communityId }) => communityId)).size < 2
  const shown = tickets.map<BriefTicket>((ticket) => ({
    ...ticket,
    community: isOne ? '' : (names.get(ticket.communityId) ?? ''),
    isForSecretary: ticket.secretaryAt !== null && ticket.referredAt === null,
  }))
  const text = briefText(shown, { now, isSecretary })
  if (!text) return []
  return [{ community, notice: { kind: 'brief', to, audience, priority: 'notice', content: { text } } }]
}

async function readersIn(
  community: Community,
  tickets: readonly Ticket[],
  { now, isWorkday }: { now: Date; isWorkday: boolean },
): Promise<Reader[]> {
  const runner = runnerOf[community.profile]
  const ofRunner = tickets.filter(({ team, accused, lead }) => team === runner && !accused && !lead)
  // A person in distress is no matter of a group.
  const ofGroup = ofRunner.filter(({ hazard }) => hazard !== 'person_in_danger')
  const [spokesmen, people, secretary, groups] = await Promise.all([
    responders(community, runner, now),
    teamOf(community, 'district', now),
    secretaries(community, now),
    chatsOf(community._id, 'staff'),
  ])
  const district = isWorkday ? people : []
  const watched = tickets.filter(({ accused }) => accused !== 'district')
  return [
    ...spokesmen
      .filter((personId) => !people.includes(personId))
      .map((personId) => readerOf({ personId }, runner, ofRunner)),
    ...district.map((personId) => {
      const isSecretary = secretary.includes(personId)
      const seen = watched.filter(({ lead, assigneeId }) => lead === null || assigneeId === personId)
      return { ...readerOf({ personId }, 'district', seen), isSecretary }
    }),
    ...groups.map((chat) => readerOf({ chatId: chat._id }, runner, ofGroup)),
  ]
  function readerOf(to: Recipient, audience: Audience, own: Ticket[]): Reader {
    return { to, audience, community, isSecretary: false, tickets: [...own] }
  }
}
