import { onScopeDispose, shallowRef } from 'vue'
import { post, request } from '../../api.ts'

const tickMs = 1_000
const minuteMs = 60_000

/** How far to move the clock: by minutes, or to the next such time of day. */
export type ClockStep = { minutes: number } | { to: string }

interface ClockState {
  now: string
  offsetMs: number
}

/** The clock of the community, which may be ahead of ours; it ticks by itself between two answers. */
export function createBusinessClock(path: string, onMoved: () => void) {
  const now = shallowRef(new Date())
  const offsetMs = shallowRef(0)
  const isKnown = shallowRef(false)
  let ahead = 0

  function set(state: ClockState): void {
    ahead = Date.parse(state.now) - Date.now()
    offsetMs.value = state.offsetMs
    isKnown.value = true
    tick()
  }

  function tick(): void {
    now.value = new Date(Date.now() + ahead)
  }

  async function move(step: ClockStep): Promise<void> {
    set(await post<ClockState>(path, step))
    onMoved()
  }

  const timer = setInterval(tick, tickMs)
  onScopeDispose(() => clearInterval(timer))

  return {
    now,
    offsetMs,
    isKnown,
    async fetch(): Promise<void> {
      try {
        set(await request<ClockState>(path))
      } catch {
        // The clock goes on by itself; a wrong look at it harms nobody.
      }
    },
    /** Moves the community's clock forward. */
    move,
    /** Moves it forward to a point in time. */
    moveTo: (at: Date) =>
      move({ minutes: Math.max(1, Math.ceil((at.getTime() - now.value.getTime()) / minuteMs)) }),
  }
}
