import type { Triage } from '../../domain/triage.ts'

/** What the rules might have read: an ordinary complaint they are unsure of, but for the given parts. */
export function triageOf(part: Partial<Triage> = {}): Triage {
  return {
    building: null,
    unit: null,
    room: null,
    place: null,
    intent: 'complaint',
    isComplaint: true,
    category: null,
    urgency: 'normal',
    hazard: null,
    summary: '诉求',
    missing: [],
    confidence: 0.5,
    ...part,
  }
}

/** What the rules might have read in words that complain of nothing. */
export function nothingOf(part: Partial<Triage> = {}): Triage {
  return triageOf({ intent: 'chatter', isComplaint: false, summary: '', ...part })
}
