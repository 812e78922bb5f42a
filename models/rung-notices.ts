import type { Addressee, LadderStep, RungTo } from '../domain/ladder.ts'
import { addresseeOf, howSaid, ladderRules, streetAt } from '../domain/ladder.ts'
import type { RungWords } from '../domain/ladder-words.ts'
import { rungContent, rungLine } from '../domain/ladder-words.ts'
import { numberOf, numberOfTeam } from '../domain/phones.ts'
import { policyRules } from '../domain/policy/index.ts'
import { letterText, referralLetter } from '../domain/referral-letter.ts'
import type { Audience } from '../domain/restraint.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import type { Community } from './community.ts'
import { districtPeople, namedPerson, responders, secretaries, teamOf } from './duty.ts'
import type { Foldable } from './fold-notices.ts'
import { findPerson } from './person.ts'
import { countVoices } from './report.ts'
import type { Ticket } from './ticket.ts'
import { workCalendar } from './work-calendar.ts'

/** The one message of a rung to each who hears it; none where the rung is for nobody, or waits for the list of 街道. */
export async function rungNotices(
  community: Community,
  ticket: Ticket,
  { phase, due, secretaryAt }: LadderStep,
  now: Date,
): Promise<Foldable[]> {
  const addressee = due && (await addresseeFor(community, ticket, due.to, now))
  const how = addressee && howSaid(ticket.urgency, phase.name, due.to, addressee)
  if (!due || !how) return []
  const people = await peopleFor(community, ticket, addressee, now)
  const words = await wordsFor(community, ticket, { phase, secretaryAt }, now)
  return people.map((personId) => ({
    community,
    line: rungLine(words, due.to),
    notice: {
      kind: 'ladder',
      once: `ladder:${ticket._id}:${phase.key}:${due.index}`,
      to: { personId },
      audience: audienceOf(addressee, ticket),
      ...how,
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: [...activeStatuses], ladderKey: phase.key },
      content: (at) => rungContent(due.to, addressee === 'committee', { ...words, now: at }),
    },
  }))
}

function audienceOf(addressee: Addressee, { team }: Ticket): Audience {
  if (addressee === 'assignee' || addressee === 'team') return team
  return addressee === 'secretary' ? 'district' : addressee
}

async function addresseeFor(
  community: Community,
  { team, accused, lead }: Ticket,
  to: RungTo,
  at: Date,
): Promise<Addressee | null> {
  const hasCommittee = (await teamOf(community, 'committee', at)).length > 0
  return addresseeOf(to, {
    team,
    accused,
    isSensitive: lead !== null,
    profile: community.profile,
    hasCommittee,
  })
}

/** Nobody of the side complained about, whatever else they are. */
async function peopleFor(
  community: Community,
  ticket: Ticket,
  addressee: Addressee,
  at: Date,
): Promise<string[]> {
  const people = await everybodyFor(community, ticket, addressee, at)
  const barred = ticket.accused ? await teamOf(community, ticket.accused, at) : []
  return people.filter((id) => !barred.includes(id))
}

async function everybodyFor(
  community: Community,
  { team, lead, assigneeId }: Ticket,
  addressee: Addressee,
  at: Date,
): Promise<string[]> {
  const named = lead ? await namedPerson(community, team, at) : null
  const find: Record<Addressee, () => Promise<string[]> | string[]> = {
    assignee: () => (assigneeId ? [assigneeId] : responders(community, team, at)),
    team: () => responders(community, team, at),
    committee: () => teamOf(community, 'committee', at),
    district: () => districtPeople(community, at),
    secretary: () => secretaries(community, at),
    street: () => teamOf(community, 'street', at),
  }
  return named ? [assigneeId ?? named] : find[addressee]()
}

async function wordsFor(
  community: Community,
  ticket: Ticket,
  { phase, secretaryAt }: Pick<LadderStep, 'phase' | 'secretaryAt'>,
  now: Date,
): Promise<RungWords> {
  const [assignee, voices] = await Promise.all([
    ticket.assigneeId ? findPerson(ticket.assigneeId) : null,
    countVoices(ticket._id),
  ])
  const phone = numberOf(community.phones, 'district')
  const letter = referralLetter({ ...ticket, voices }, { ...community, phone }, now)
  return {
    ticket,
    phase: phase.name,
    now,
    voices: Math.max(1, voices),
    community: community.name,
    assignee: assignee?.name ?? null,
    phone: numberOfTeam(community.phones, ticket.team),
    districtPhone: phone,
    streetAt: streetAt(ticket, policyRules(community, ladderRules), workCalendar, secretaryAt),
    letter: letterText(letter),
  }
}
