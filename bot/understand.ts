import { mainRole } from '../domain/access.ts'
import { addHours } from '../domain/clocks.ts'
import { hazardAdvice } from '../domain/hazard-advice.ts'
import { plainWords } from '../domain/message.ts'
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
import { isCommand } from './dispatch.ts'
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
    if (incoming.kind !== 'message' || isCommand(handlers, incoming.text)) return nothingToRead
    const speaker = await identify(incoming, acceptedAt)
    const context = { ...(await contextOf(speaker, acceptedAt)), isAddressed: incoming.isAddressed }
    const texts = splitMatters(incoming.text)
    const hazard = dangerIn(incoming.text, texts, context)
    if (hazard) await warn(hazard, row, speaker, context)
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
}

/** The danger that a message tells of, as a whole or in one of its matters; nobody waits for a model to see it. */
function dangerIn(text: string, matters: readonly string[], context: TriageContext): Hazard | null {
  const told = detectHazard(text)
  if (told) return told
  return (
    matters.map((matter) => triageByRules(matter, context).hazard).find((hazard) => hazard !== null) ?? null
  )
}

async function contextOf(speaker: Speaker, at: Date): Promise<TriageContext> {
  const { chat, community, person } = speaker
  if (!community) return {}
  const [home] = await householdsOf(person._id, community._id)
  return {
    ...(chat.building ? { building: chat.building } : {}),
    ...(chat.unit ? { unit: chat.unit } : {}),
    ...(home ? { home: { building: home.building, unit: home.unit, room: home.room } } : {}),
    role: triageRole(mainRole(actorIn(speaker, community, at))),
  }
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

async function warn(hazard: Hazard, row: Inbound, speaker: Speaker, context: TriageContext): Promise<void> {
  const { chat, community } = speaker
  const where = formatPublicPlace({ ...parsePlace(plainWords(row.incoming.text), context), place: null })
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
