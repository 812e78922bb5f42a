import type { WorkCalendar } from '../../domain/working-days.ts'
import { workCalendar } from '../../models/work-calendar.ts'

/** Remembers what a slow question about a day was answered. */
function remembering(ask: (day: number) => boolean): (day: number) => boolean {
  const known = new Map<number, boolean>()
  return (day) => {
    const answer = known.get(day) ?? ask(day)
    known.set(day, answer)
    return answer
  }
}

/** The calendar of China, which remembers what it was asked. */
export const calendar: WorkCalendar = {
  isKnown: remembering(workCalendar.isKnown),
  isWorkday: remembering(workCalendar.isWorkday),
}

/** A span in which the service is away. */
export interface Gap {
  from: Date
  to: Date
}

/** When the service can next do something. */
export function whenUp(at: Date, gaps: readonly Gap[]): Date {
  return gaps.find(({ from, to }) => at >= from && at < to)?.to ?? at
}

/** What is due at some time, the earliest first; what has the same time comes in the order it was added. */
export interface Agenda<T> {
  add(at: Date, what: T): void
  /** The time of the earliest; null when nothing is left. */
  next(): Date | null
  /** Takes the earliest out, if it is due. */
  take(now: Date): T | null
}

interface Entry<T> {
  at: number
  turn: number
  what: T
}

/** Makes an empty agenda (a binary heap). */
export function createAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = []
  let turn = 0
  const isBefore = (a: Entry<T> | undefined, b: Entry<T> | undefined) =>
    a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.turn < b.turn))

  function swap(i: number, j: number): void {
    const [a, b] = [heap[i], heap[j]]
    if (a && b) [heap[i], heap[j]] = [b, a]
  }

  function sink(from: number): void {
    for (let i = from; ; ) {
      let least = i
      for (const child of [2 * i + 1, 2 * i + 2]) if (isBefore(heap[child], heap[least])) least = child
      if (least === i) return
      swap(i, least)
      i = least
    }
  }

  return {
    add(at, what) {
      heap.push({ at: at.getTime(), turn: turn++, what })
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1
        if (!isBefore(heap[i], heap[parent])) break
        swap(i, parent)
        i = parent
      }
    },
    next: () => (heap[0] ? new Date(heap[0].at) : null),
    take(now) {
      const [first] = heap
      if (!first || first.at > now.getTime()) return null
      swap(0, heap.length - 1)
      heap.pop()
      sink(0)
      return first.what
    },
  }
}
