import { onScopeDispose, shallowRef } from 'vue'
import { post, request } from '../../api.ts'

const tickMs = 1_000

interface ClockState {
  now: string
  offsetMs: number
}

/** The clock of the community, which may be ahead of ours; it ticks by itself between two answers. */
export function createBusinessClock(path: string) {
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
        isKnown.value = false
      }
    },
    /** Moves the community's clock forward. */
    async move(step: { minutes: number } | { to: string }): Promise<void> {
      set(await post<ClockState>(path, step))
    },
  }
}
