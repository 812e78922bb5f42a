import { forgetEverything } from './cache.ts'
import { eraseInSimulator } from './erase-in-simulator.ts'
import { eraseMentions } from './erase-mentions.ts'
import type { EraseStep } from './erase-step.ts'
import { changeAll, removeAll, stored } from './erase-step.ts'
import { eraseTold, toldOf } from './erase-told.ts'
import { erasePictures } from './media.ts'
import { noteOnPerson } from './person.ts'
import type { Traces } from './person-traces.ts'
import { erasedName, erasedPlatform, rowsBy } from './person-traces.ts'

/** What is erased, in this order: whatever others are found by goes last, so that a repetition after a crash finds it. */
export const erasedThings = [
  'links',
  'sessions',
  'questions',
  'quotes',
  'mentions',
  'rooms',
  'deliveries',
  'pictures',
  'chats',
  'simulator',
  'reports',
  'messages',
  'homes',
  'person',
] as const
export type ErasedThing = (typeof erasedThings)[number]

/** When it is done, whether it is only counted, and whether the words of others are left alone. */
export interface Erasure {
  at: Date
  isReal: boolean
  ownOnly: boolean
}

/** Stands for a room that was erased; what happened in a flat stays private by it. */
export const erasedRoom = '某'

/** The longest text a platform quotes. */
const longestQuote = 4000

/**
 * Takes a person out of everything that is stored, and leaves what is others' or the public's: tickets with their
 * voices, who did what by an id that leads to nobody, and the audit chain. Repeated, it changes nothing more.
 */
export async function erasePerson(traces: Traces, erasure: Erasure): Promise<Record<ErasedThing, number>> {
  const steps = await stepsFor(traces, erasure)
  const counts = {} as Record<ErasedThing, number>
  for (const thing of erasedThings) {
    counts[thing] = 0
    for (const step of steps[thing]) counts[thing] += await step(erasure.isReal)
  }
  forgetEverything()
  return counts
}

async function stepsFor(traces: Traces, erasure: Erasure): Promise<Record<ErasedThing, EraseStep[]>> {
  const { _id: personId } = traces.person
  const told = await toldOf(traces)
  const texts = traces.rows.map(({ incoming }) => incoming.text)
  const quotes = { $in: texts.filter((text) => text !== '' && text.length <= longestQuote) }
  return {
    links: [removeAll('links', { personId })],
    sessions: [removeAll('sessions', { personId })],
    questions: [removeAll('conversations', { _id: new RegExp(`:${personId}$`, 'u') })],
    quotes: [
      changeAll('inbound', { 'incoming.quote': quotes }, { $unset: { 'incoming.quote': 1 } }),
      changeAll('consoleMessages', { quote: quotes }, { $set: { quote: null } }),
    ],
    mentions: [() => eraseMentions(traces, erasure)],
    rooms: [await eraseRooms(traces), ...traces.homes.flatMap((home) => eraseVoices(personId, home))],
    deliveries: eraseTold(told),
    pictures: [(isReal) => erasePictures(traces.pictureIds, isReal)],
    chats: eraseChats(traces),
    simulator: await eraseInSimulator(traces, told),
    reports: [eraseReports(personId), removeAll('candidates', { personId })],
    messages: eraseMessages(traces),
    homes: eraseHomes(personId),
    person: [(isReal) => eraseIdentity(traces, erasure.at, isReal)],
  }
}

/** A room goes where nobody else has reported the ticket, or where it is one of the person's own. */
async function eraseRooms({ ticketIds, person, rooms }: Traces): Promise<EraseStep> {
  const others = { ticketId: { $in: ticketIds }, personId: { $ne: person._id } }
  const shared = new Set(await stored('reports').distinct('ticketId', others))
  const isOwn = [{ _id: { $in: ticketIds.filter((id) => !shared.has(id)) } }, { room: { $in: rooms } }]
  const filter = { _id: { $in: ticketIds }, room: { $nin: [null, erasedRoom] }, $or: isOwn }
  return changeAll('tickets', filter, { $set: { room: erasedRoom } })
}

/** What a unit leader passed on from a home counts as the same voice as before, without saying which home. */
function eraseVoices(personId: string, home: Traces['homes'][number]): EraseStep[] {
  if (home.residents.some((resident) => resident.personId !== personId)) return []
  const { _id, communityId, building, unit, room } = home
  const voice = [building, unit, room].join('-')
  return [changeAll('reports', { communityId, voice }, { $set: { voice: `home:${_id}`, room: null } })]
}

function eraseChats({ person, privateChats }: Traces): EraseStep[] {
  const live = privateChats.filter(({ platform }) => platform !== erasedPlatform)
  return live.flatMap(({ _id, platform, externalId }) => {
    const nowhere = { platform: erasedPlatform, externalId: `${person._id}:${_id}` }
    return [
      removeAll('leases', { _id: `lane:chat:${platform}:${externalId}` }),
      changeAll('chats', { _id }, { $set: nowhere }),
    ]
  })
}

function eraseReports(personId: string): EraseStep {
  const hasWords = [
    { text: { $ne: '' } },
    { room: { $ne: null } },
    { 'images.0': { $exists: true } },
    { 'parts.text': { $gt: '' } },
    { 'parts.images.0': { $exists: true } },
  ]
  const without = { text: '', room: null, images: [], 'parts.$[].text': '', 'parts.$[].images': [] }
  return changeAll('reports', { personId, $or: hasWords }, { $set: without })
}

/** What a row still needs is its key, so that a vendor's repetition is known, and its id, which others call their cause. */
function eraseMessages({ person, privateChats }: Traces): EraseStep[] {
  const own = rowsBy(person)
  const without = {
    'incoming.text': '',
    'incoming.images': [],
    'incoming.data': {},
    'incoming.sender': { externalId: person._id, name: erasedName },
    understanding: null,
    decisions: {},
    answer: null,
    error: null,
  }
  const lanes = privateChats.map(({ platform, externalId }) => `chat:${platform}:${externalId}`)
  const isPrivate = { 'incoming.chat.isGroup': false, 'incoming.chat.externalId': { $ne: person._id } }
  const hasName = { 'incoming.sender.name': { $ne: erasedName } }
  return [
    changeAll('inbound', { ...own, stage: 'parked' }, { $set: { stage: 'done', outcome: 'erased' } }),
    changeAll(
      'inbound',
      { lane: { $in: lanes } },
      { $set: { lane: `chat:${erasedPlatform}:${person._id}` } },
    ),
    changeAll('inbound', { ...own, ...isPrivate }, { $set: { 'incoming.chat.externalId': person._id } }),
    changeAll('inbound', { ...own, ...hasName }, { $set: without, $unset: { 'incoming.quote': 1 } }),
  ]
}

/** A home where nobody else lives goes in one piece: without its people nobody would find it again. */
function eraseHomes(personId: string): EraseStep[] {
  const lived = { 'residents.personId': personId }
  return [
    removeAll('households', { ...lived, residents: { $size: 1 } }),
    changeAll(
      'households',
      { ...lived, 'residents.1': { $exists: true } },
      { $pull: { residents: { personId } } },
    ),
  ]
}

/** Last of all: until here a repetition finds the person by the same identity, from here on by the erased one. */
async function eraseIdentity({ person }: Traces, at: Date, isReal: boolean): Promise<number> {
  const { _id, name } = person
  if (name === erasedName) return 0
  if (!isReal) return 1
  await noteOnPerson(_id, { id: 'erased', at, kind: 'erased', by: null, role: 'admin' })
  const identities = [{ platform: erasedPlatform, externalId: _id }]
  await stored('people').updateOne({ _id }, { $set: { name: erasedName, identities, homeCommunityId: null } })
  return 1
}
