import { dayNumber, nextClock, sayTime } from '../../../../domain/clocks.ts'
import type { ClockStep } from './business-clock.ts'

/** A way to move the clock; the one that matters most right now is the main one. */
export interface OfferedStep {
  id: string
  label: string
  step: ClockStep
  isMain: boolean
}

const dayMinutes = 24 * 60
const night = '22:30'
const morning = '08:00'

function named(now: Date, clock: string, words: { today: string; tomorrow: string }): string {
  return dayNumber(nextClock(now, clock)) === dayNumber(now) ? words.today : words.tomorrow
}

/** The ways to move the clock that make sense now; `heldUntil` is when something that waits may be sent. */
export function stepsFrom(now: Date, heldUntil: Date | null): OfferedStep[] {
  const isSoon = heldUntil !== null && heldUntil.getTime() === nextClock(now, morning).getTime()
  const steps = [
    { id: '10', label: '10分钟', step: { minutes: 10 } },
    { id: '60', label: '1小时', step: { minutes: 60 } },
    {
      id: 'night',
      label: named(now, night, { today: '到今晚22:30', tomorrow: '到明晚22:30' }),
      step: { to: night },
    },
    {
      id: 'morning',
      label: named(now, morning, { today: '到今早8点', tomorrow: '到明早8点' }),
      step: { to: morning },
      isMain: isSoon,
    },
    { id: 'day', label: '1天', step: { minutes: dayMinutes } },
    { id: 'days', label: '3天', step: { minutes: 3 * dayMinutes } },
  ].map((step) => ({ isMain: false, ...step }))
  if (!heldUntil || isSoon) return steps
  const minutes = Math.max(1, Math.ceil((heldUntil.getTime() - now.getTime()) / 60_000))
  const label = `到安静时段过后，${sayTime(heldUntil, now)}`
  return [{ id: 'held', label, step: { minutes }, isMain: true }, ...steps]
}
