import type { ConsoleMessage } from '../../../models/console-world.ts'
import { appendConsoleMessages } from '../../../models/console-world.ts'

type Unsaved = Omit<ConsoleMessage, '_id' | 'seq'> & { _id?: string }

interface Waiting {
  message: Unsaved
  done(): void
  failed(error: unknown): void
}

/** The one writer of the simulator's messages in this process, and those who want to hear of new ones. */
export interface Transcript {
  /** Resolves when the message stands in the database. */
  write(message: Unsaved): Promise<void>
  /** Calls back whenever something was written; returns how to stop that. */
  onWritten(listener: () => void): () => void
  /** Waits until everything is written. */
  settle(): Promise<void>
}

/** Makes a transcript that writes whatever has gathered in one go: order is kept and a burst costs few writes. */
export function createTranscript(): Transcript {
  const listeners = new Set<() => void>()
  let gathered: Waiting[] = []
  let writing: Promise<void> | undefined

  async function writeAll(): Promise<void> {
    while (gathered.length > 0) {
      const lot = gathered
      gathered = []
      await writeLot(lot)
      for (const listener of listeners) listener()
    }
    writing = undefined
  }

  return {
    write(message) {
      return new Promise((resolve, reject) => {
        gathered.push({ message, done: resolve, failed: reject })
        writing ??= writeAll()
      })
    },
    onWritten(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async settle() {
      await writing
    },
  }
}

async function writeLot(lot: readonly Waiting[]): Promise<void> {
  try {
    await appendConsoleMessages(lot.map(({ message }) => message))
    for (const { done } of lot) done()
  } catch (error) {
    for (const { failed } of lot) failed(error)
  }
}
