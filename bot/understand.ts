import { mainRole } from '../domain/access.ts'
import { addHours } from '../domain/clocks.ts'
import type { ForwardedLine } from '../domain/conversation/forwarded-record.ts'
import { readForwardedRecord } from '../domain/conversation/forwarded-record.ts'
import { readNamedHome } from '../domain/conversation/sender-name.ts'
import { hazardAdvice } from '../domain/hazard-advice.ts'
import { plainWords } from '../domain/message.ts'
import { readRecord } from '../domain/read-record.ts'
import type { Hazard, TriageContext } from '../domain/triage.ts'
import { detectHazard } from '../domain/understanding/hazard.ts'
import { formatPublicPlace, parsePlace } from '../domain/understanding/place.ts'
import { splitMatters } from '../domain/understanding/split-matters.ts'
import { triageByRules } from '../domain/understanding/triage-by-rules.ts'
import type { Handler } from '../handlers/handler.ts'
import { householdsOf } from '../models/household.ts'
import type { Inbound, Understanding } from '../models/inbound.ts'
import { wordsBefore } from '../models/inbound.ts'
import { submit } from '../models/outgoing.ts'
import type { Ask } from '../prompts/prompt.ts'
import { readWords } from '../prompts/read-words.ts'
import type { Command } from './find-command.ts'
import { findCommand } from './find-command.ts'
import type { Speaker } from './speaker.ts'
import { actorIn, identify } from './speaker.ts'

/** The same danger in the same chat is answered once in this time. */
const adviceMs = 5 * 60_000

/** What the same person said before it may explain the words; earlier than this it does not. */
const earlierHours = 1 / 6
const mostEarlier = 3

const nothingToRead: Understanding = { matters: [], decidedBy: 'command' }

/** Makes stage 1: what words mean, without changing anything but answering a danger at once; `ask` is null without a model. */
export function createUnderstand(handlers: readonly Handler[], ask: Ask | null) {
  return async function understand(row: Inbound): Promise<Understanding> {
    const { incoming, acceptedAt } = row
    // What a page sends is answered at once, by its own behaviour.
    if (incoming.kind !== 'message') return nothingToRead
    const command = findCommand(handlers, incoming)
    if (command) return hearCommand(command, row)
    const speaker = await identify(incoming, acceptedAt)
    const context = { ...(await contextOf(speaker, row)), isAddressed: incoming.isAddressed }
    const lines = incoming.forwarded ?? readForwardedRecord(incoming.text)
    if (lines && incoming.isAddressed) return understandRecord(lines, { row, speaker, context })
    return understandWords({ row, speaker, context }, ask)
  }
}

/** What somebody says in words of their own: each matter read by the rules, and by a model where it is worth asking. */
async function understandWords(heard: Heard, ask: Ask | null): Promise<Understanding> {
  const { row, speaker, context } = heard
  const { incoming, acceptedAt } = row
  const texts = splitMatters(incoming.text)
  const hazard = dangerIn(incoming.text, texts, context)
  if (hazard) await warn(hazard, incoming.text, heard)
  const said = {
    // A photo without a word is a matter, too: it belongs to what was said before.
    texts: texts.length > 0 ? texts : [''],
    context,
    isAddressed: incoming.isAddressed,
    names: [speaker.person.name, incoming.sender.name],
    earlier: () => wordsBefore(row, { since: addHours(acceptedAt, -earlierHours), limit: mostEarlier }),
  }
  const matters = await readWords(said, ask)
  return { matters, decidedBy: matters.some(({ path }) => path.by === 'model') ? 'model' : 'rules' }
}

/** A command needs no reading; but a danger that it tells of is answered at once. */
async function hearCommand({ handler, data }: Command, row: Inbound): Promise<Understanding> {
  const words = handler.tells ? data.words : undefined
  if (!words) return nothingToRead
  const speaker = await identify(row.incoming, row.acceptedAt)
  const context = await contextOf(speaker, row)
  const hazard = dangerIn(words, splitMatters(words), context)
  if (hazard) await warn(hazard, words, { row, speaker, context })
  return nothingToRead
}

/** What others said, forwarded: their matters, each once; no model is asked about people who did not speak to the bot. */
async function understandRecord(lines: readonly ForwardedLine[], heard: Heard): Promise<Understanding> {
  const { row, context } = heard
  const matters = await readRecord(lines, row.acceptedAt, context)
  const dangerous = matters.find(({ triage }) => triage.hazard !== null)
  if (dangerous?.triage.hazard) await warn(dangerous.triage.hazard, dangerous.text, heard)
  const path = { by: 'rules' as const, why: 'forwarded' }
  const read = matters.map((matter) => ({ ...matter, path }))
  const none = { text: '', triage: triageByRules('', context), path }
  return { matters: read.length > 0 ? read : [none], decidedBy: 'rules', recordLines: lines.length }
}

/** The danger that a message tells of, as a whole or in one of its matters; nobody waits for a model to see it. */
function dangerIn(text: string, matters: readonly string[], context: TriageContext): Hazard | null {
  const told = detectHazard(text)
  if (told) return told
  return (
    matters.map((matter) => triageByRules(matter, context).hazard).find((hazard) => hazard !== null) ?? null
  )
}

async function contextOf(speaker: Speaker, { incoming, acceptedAt: at }: Inbound): Promise<TriageContext> {
  const { chat, community, person } = speaker
  if (!community) return {}
  const [claimed] = await householdsOf(person._id, community._id)
  const home = claimed ?? namedHome(incoming.sender.name, chat.building)
  return {
    ...(chat.building ? { building: chat.building } : {}),
    ...(chat.unit ? { unit: chat.unit } : {}),
    ...(home ? { home: { building: home.building, unit: home.unit, room: home.room } } : {}),
    role: triageRole(mainRole(actorIn(speaker, community, at))),
  }
}

/** A group name such as “5-1-301 老李” is a hint for 我家, never proof of anything. */
function namedHome(name: string, building: string | null): TriageContext['home'] | null {
  const named = readNamedHome(name, building ? { building } : {})
  return named?.building && named.room
    ? { building: named.building, unit: named.unit, room: named.room }
    : null
}

function triageRole(role: ReturnType<typeof mainRole>): NonNullable<TriageContext['role']> {
  const known: Partial<Record<typeof role, NonNullable<TriageContext['role']>>> = {
    unit_leader: 'unit_leader',
    property: 'property',
    property_manager: 'property',
    committee: 'committee',
    district_staff: 'district_staff',
    district_secretary: 'district_staff',
  }
  return known[role] ?? 'resident'
}

/** A message, who said it, and what is known about them. */
interface Heard {
  row: Inbound
  speaker: Speaker
  context: TriageContext
}

async function warn(hazard: Hazard, words: string, { row, speaker, context }: Heard): Promise<void> {
  const { chat, community } = speaker
  const where = formatPublicPlace({ ...parsePlace(plainWords(words), context), place: null })
  const slot = Math.floor(row.acceptedAt.getTime() / adviceMs)
  await submit(
    [
      {
        kind: 'hazard-advice',
        once: `hazard:${chat._id}:${hazard}:${where}:${slot}`,
        to: { chatId: chat._id },
        audience: row.incoming.chat.isGroup ? 'group' : 'resident',
        priority: 'emergency',
        content: { text: hazardAdvice(hazard, where, community?.phones ?? {}) },
      },
    ],
    { cause: row._id, community, at: row.acceptedAt },
  )
}
