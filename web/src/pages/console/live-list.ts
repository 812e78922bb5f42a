import type { ShallowRef } from 'vue'
import { shallowRef } from 'vue'
import { request } from '../../api.ts'

/** A list that is fetched anew whenever the bot says that something changed. */
export interface LiveList<T> {
  rows: ShallowRef<T[]>
  state: ShallowRef<'loading' | 'ready' | 'failed'>
  fetch(): Promise<void>
}

/** Makes an empty list that is fetched from `path` and found in the answer under `name`. */
export function createLiveList<Name extends string, T>(path: string, name: Name): LiveList<T> {
  const rows = shallowRef<T[]>([])
  const state = shallowRef<'loading' | 'ready' | 'failed'>('loading')
  return {
    rows,
    state,
    async fetch() {
      try {
        rows.value = (await request<Record<Name, T[]>>(path))[name]
        state.value = 'ready'
      } catch {
        // What stands on the page already is better than nothing.
        if (state.value === 'loading') state.value = 'failed'
      }
    },
  }
}
