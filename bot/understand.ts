import { mainRole } from '../domain/access.ts'
import { hazardAdvice } from '../domain/hazard-advice.ts'
import { plainWords } from '../domain/message.ts'
import type { Hazard, TriageContext } from '../domain/triage.ts'
import { detectHazard } from '../domain/understanding/hazard.ts'
import { formatPublicPlace, parsePlace } from '../domain/understanding/place.ts'
import { splitMatters } from '../domain/understanding/split-matters.ts'
import type { Handler } from '../handlers/handler.ts'
import { householdsOf } from '../models/household.ts'
import type { Inbound, Understanding } from '../models/inbound.ts'
import { submit } from '../models/outgoing.ts'
import type { Ask } from '../prompts/prompt.ts'
import { triageMessage } from '../prompts/triage-message.ts'
import { isCommand } from './dispatch.ts'
import type { Speaker } from './speaker.ts'
import { actorIn, identify } from './speaker.ts'

/** The same danger in the same chat is answered once in this time. */
const adviceMs = 5 * 60_000

const nothingToRead: Understanding = { matters: [], decidedBy: 'command' }

/** Makes stage 1: what words mean, without changing anything but answering a danger at once. */
export function createUnderstand(handlers: readonly Handler[], ask: Ask) {
  return async function understand(row: Inbound): Promise<Understanding> {
    const { incoming, acceptedAt } = row
    if (incoming.kind !== 'message' || isCommand(handlers, incoming.text)) return nothingToRead
    const speaker = await identify(incoming, acceptedAt)
    const context = await contextOf(speaker, acceptedAt)
    const hazard = detectHazard(incoming.text)
    if (hazard) await warn(hazard, row, speaker, context)
    const texts = splitMatters(incoming.text)
    const answers = await Promise.all(
      // A photo without a word is a matter, too: it belongs to what was said before.
      (texts.length > 0 ? texts : ['']).map(async (text) => ({
        text,
        ...(await ask(triageMessage, { text, context })),
      })),
    )
    return {
      matters: answers.map(({ text, value }) => ({ text, triage: value })),
      decidedBy: answers.some(({ by }) => by === 'model') ? 'model' : 'rules',
    }
  }
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
