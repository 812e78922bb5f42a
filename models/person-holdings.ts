import { stored } from './erase-step.ts'
import { findPicture } from './media.ts'
import type { Traces } from './person-traces.ts'
import { rolesOf } from './role.ts'

/**
 * Everything the database holds about a person, as plain data: what the person said and was told, what became of it, and
 * the pictures in base64. What others said of the person is theirs and is not in it; tokens and cookies are nowhere.
 */
export async function holdingsOf({
  person,
  rows,
  reports,
  homes,
  privateChats,
  ticketIds,
  pictureIds,
}: Traces) {
  const { _id: personId, name, identities, homeCommunityId, firstSeenAt, events } = person
  const chatIds = privateChats.map(({ _id }) => _id)
  const toPerson = { $or: [{ 'to.personId': personId }, { 'to.chatId': { $in: chatIds } }] }
  const seats = identities.flatMap((one) => (one.platform === 'console' ? [one.externalId] : []))
  const [deliveries, tickets, acted, links, sessions, questions, candidates, shown, roles] =
    await Promise.all([
      find('deliveries', toPerson, ['kind', 'content', 'status', 'queuedAt', 'sentAt', 'ticketId']),
      find('tickets', { _id: { $in: ticketIds } }, [...ticketFields, 'room']),
      find('tickets', { 'events.by': personId }, [...ticketFields, 'events']),
      find('links', { personId }, ['purpose', 'ticketId', 'expiresAt', 'usedAt', 'revokedAt']),
      find('sessions', { personId }, ['grants', 'expiresAt']),
      find('conversations', { _id: new RegExp(`:${personId}$`, 'u') }, ['question', 'data', 'expiresAt']),
      find('candidates', { personId }, ['text', 'triage', 'images', 'at', 'status', 'category']),
      find('consoleMessages', { senderId: { $in: seats } }, ['chatId', 'at', 'content', 'images', 'quote']),
      rolesOf(personId),
    ])
  return {
    person: { id: personId, name, identities, homeCommunityId, firstSeenAt, events: events ?? [] },
    roles,
    homes: homes.map(({ communityId, building, unit, room }) => ({ communityId, building, unit, room })),
    reports,
    tickets,
    acts: acted.map(({ events: all, ...ticket }) => ({ ...ticket, events: actsIn(all, personId) })),
    messages: rows.map(({ incoming, stage }) => ({ ...incoming, stage })),
    deliveries,
    questions,
    candidates,
    links,
    sessions,
    simulator: shown,
    pictures: await Promise.all(pictureIds.map(pictureOf)),
  }
}

const ticketFields = ['number', 'communityId', 'summary', 'building', 'unit', 'place', 'status', 'openedAt']

async function find(
  name: string,
  filter: object,
  fields: readonly string[],
): Promise<Record<string, unknown>[]> {
  const projection = { _id: 0, ...Object.fromEntries(fields.map((field) => [field, 1])) }
  return stored(name).find(filter, { projection }).toArray()
}

function actsIn(events: unknown, personId: string): object[] {
  return (events as { by: string; salt?: string }[])
    .filter(({ by }) => by === personId)
    .map(({ salt: _salt, ...event }) => event)
}

async function pictureOf(id: string): Promise<object> {
  const picture = await findPicture(id, 'full')
  return picture
    ? { id, contentType: picture.contentType, base64: picture.bytes.toString('base64') }
    : { id, isMissing: true }
}
