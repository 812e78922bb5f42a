import type { Triage, TriageContext } from '../../domain/triage.ts'
import type { GoldMessage } from './gold.ts'
import { mapLimited } from './map-limited.ts'
import type { Timed } from './speed.ts'
import { timed } from './speed.ts'

/** Whoever understands words: the rules or a model. */
export type Reader = (text: string, context: TriageContext) => Triage | Promise<Triage>

/** What was understood of one message, in the words of the data. */
export type PredictedMessage = Pick<
  Triage,
  | 'intent'
  | 'category'
  | 'urgency'
  | 'building'
  | 'unit'
  | 'room'
  | 'place'
  | 'hazard'
  | 'summary'
  | 'missing'
  | 'confidence'
> & { id: string; is_complaint: boolean }

/** Understands every message with nothing but its text, its group and the role of its speaker. */
export async function predictMessages(
  rows: readonly GoldMessage[],
  read: Reader,
  atOnce: number,
): Promise<Timed<PredictedMessage[]>> {
  return timed((clocked) =>
    mapLimited(rows, atOnce, async ({ id, text, group, sender_role }) => {
      const { community: _, ...place } = group
      const { isComplaint, ...triage } = await clocked(1, () => read(text, { ...place, role: sender_role }))
      return { id, is_complaint: isComplaint, ...triage }
    }),
  )
}
