import type { Message } from './types.ts'

const gatherMs = 30
const retryMs = 2_000

interface FeedEnds {
  onMessages(messages: Message[]): void
  onChanged(what: string): void
  /** True when the line stands, false while it is being restored. */
  onLine(isUp: boolean): void
}

/** Listens to the live messages, in lots; after a break it goes on from the last one heard. Returns how to stop. */
export function openFeed({ onMessages, onChanged, onLine }: FeedEnds): () => void {
  let last = 0
  let gathered: Message[] = []
  let gathering: ReturnType<typeof setTimeout> | undefined
  let retrying: ReturnType<typeof setTimeout> | undefined
  let source: EventSource | undefined

  function handOver(): void {
    const lot = gathered
    gathered = []
    gathering = undefined
    onMessages(lot)
  }

  function hear(event: MessageEvent<string>): void {
    const message = JSON.parse(event.data) as Message
    if (message.seq <= last) return
    last = message.seq
    gathered.push(message)
    gathering ??= setTimeout(handOver, gatherMs)
  }

  function connect(): void {
    const line = new EventSource(`/console/api/events?after=${last}`)
    source = line
    line.onopen = () => onLine(true)
    line.onmessage = hear
    line.addEventListener('changed', (event) => {
      onChanged((JSON.parse((event as MessageEvent<string>).data) as { what: string }).what)
    })
    line.onerror = () => {
      onLine(false)
      // The browser restores a line that broke off, but gives one up that was refused.
      if (line.readyState === EventSource.CLOSED) retrying = setTimeout(connect, retryMs)
    }
  }

  connect()
  return () => {
    clearTimeout(gathering)
    clearTimeout(retrying)
    source?.close()
  }
}
