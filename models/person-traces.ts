import type { Chat } from './chat.ts'
import { stored } from './erase-step.ts'
import type { Household } from './household.ts'
import type { Inbound } from './inbound.ts'
import type { Identity, Person } from './person.ts'
import { findByIdentity } from './person.ts'
import type { Report } from './report.ts'

/** The platform of a person whose identities were erased; the id there is the person's own. */
export const erasedPlatform = 'erased'

/** Everything by which somebody is found in the database. */
export interface Traces {
  person: Person
  /** The name an operator knows and those that platforms showed. */
  names: string[]
  phones: string[]
  homes: Household[]
  /** Rooms of those homes and of the own reports. */
  rooms: string[]
  privateChats: Chat[]
  /** Own messages, clicks and forms. */
  rows: Pick<Inbound, '_id' | 'key' | 'stage' | 'incoming'>[]
  reports: Report[]
  /** Tickets this person reported, withdrawn or not. */
  ticketIds: string[]
  /** Own words that 社区 was asked about. */
  candidateIds: string[]
  /** Own pictures, wherever they were sent. */
  pictureIds: string[]
}

const phone = /(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)/gu

/** Finds what the database holds about the person behind an identity; null for a stranger. Reads all messages once. */
export async function tracesOf(identity: Identity): Promise<Traces | null> {
  const person = await findByIdentity(identity)
  if (!person) return null
  const [rows, reports, homes, candidates] = await Promise.all([
    all<Inbound>('inbound', rowsBy(person)),
    all<Report>('reports', { personId: person._id }),
    all<Household>('households', { 'residents.personId': person._id }),
    all<{ _id: string }>('candidates', { personId: person._id }),
  ])
  const texts = [
    ...rows.map(({ incoming }) => incoming.text),
    ...reports.flatMap((report) => [report.text, ...report.parts.map(({ text }) => text)]),
  ]
  const names = [person.name, ...rows.map(({ incoming }) => incoming.sender.name)]
  return {
    person,
    rows,
    reports,
    homes,
    names: distinct(names).filter((name) => name !== erasedName),
    phones: distinct(texts.flatMap((text) => text.match(phone) ?? [])),
    rooms: distinct([...homes, ...reports].flatMap(({ room }) => (room ? [room] : []))),
    privateChats: await privateChatsOf(person, rows),
    ticketIds: distinct(reports.map(({ ticketId }) => ticketId)),
    candidateIds: candidates.map(({ _id }) => _id),
    pictureIds: await picturesOf(person, rows, reports),
  }
}

/** What stands in the place of a name that was erased. */
export const erasedName = '已删除的人'

/** The rows of a person; those that were erased carry the person's own id. */
export function rowsBy({ _id, identities }: Pick<Person, '_id' | 'identities'>): object {
  const own = identities.map(({ platform, externalId }) => ({
    'incoming.chat.platform': platform,
    'incoming.sender.externalId': externalId,
  }))
  return { $or: [...own, { 'incoming.sender.externalId': _id }] }
}

/** How many messages of a person are not worked off yet, and how many to the person are just being sent. */
export async function countUnfinished(personId: string, rows: Traces['rows']): Promise<number> {
  const sending = { status: 'sending', 'to.personId': personId }
  const waiting = rows.filter(({ stage }) => stage !== 'done' && stage !== 'parked').length
  return waiting + (await stored('deliveries').countDocuments(sending))
}

function all<T extends object>(collection: string, filter: object): Promise<T[]> {
  return stored(collection).find(filter).toArray() as unknown as Promise<T[]>
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}

async function privateChatsOf(person: Person, rows: readonly Pick<Inbound, 'incoming'>[]): Promise<Chat[]> {
  const ids = new Map<string, object>()
  for (const { incoming } of rows) {
    const { platform, externalId, isGroup } = incoming.chat
    if (!isGroup) ids.set(`${platform}:${externalId}`, { platform, externalId })
  }
  const erased = { platform: erasedPlatform, externalId: new RegExp(`^${person._id}:`, 'u') }
  return all<Chat>('chats', { $or: [...ids.values(), erased] })
}

async function picturesOf(
  person: Person,
  rows: readonly Pick<Inbound, 'incoming'>[],
  reports: readonly Report[],
): Promise<string[]> {
  const files = await all<{ filename: string }>('media.files', { 'metadata.ownerId': person._id })
  return distinct([
    ...files.map(({ filename }) => filename.split('/')[0] ?? ''),
    ...rows.flatMap(({ incoming }) => incoming.images),
    ...reports.flatMap(({ images, parts }) => [images, ...parts.map((part) => part.images)].flat()),
  ])
}
