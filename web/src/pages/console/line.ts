import type { Message } from './types.ts'

const retryMs = 1_500
/** A bot that does not say when it has told everything has, when it has been silent for so long. */
const silenceMs = 2_000

/** What somebody who listens hears. */
export interface Ears {
  onMessages(messages: Message[]): void
  /** Everything that was said before has been heard. */
  onCaughtUp(): void
  onChanged(what: string): void
  /** True when the line stands, false while it is being restored. */
  onLine(isUp: boolean): void
}

/** Listens to the bot itself, from the message after `last` on; a line that breaks off is restored. Returns how to stop. */
export function openLine(last: () => number, ears: Ears): () => void {
  let retrying: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let source: EventSource | undefined

  function waitForSilence(): void {
    clearTimeout(silence)
    silence = setTimeout(catchUp, silenceMs)
  }

  function catchUp(): void {
    clearTimeout(silence)
    ears.onCaughtUp()
  }

  function connect(): void {
    source?.close()
    clearTimeout(retrying)
    const line = new EventSource(`/console/api/events?after=${last()}`)
    source = line
    line.onopen = () => {
      ears.onLine(true)
      waitForSilence()
    }
    line.onmessage = (event: MessageEvent<string>) => {
      ears.onMessages([JSON.parse(event.data) as Message])
      waitForSilence()
    }
    line.addEventListener('caught-up', catchUp)
    line.addEventListener('changed', (event: MessageEvent<string>) => {
      ears.onChanged((JSON.parse(event.data) as { what: string }).what)
    })
    line.onerror = breakOff
  }

  function breakOff(): void {
    source?.close()
    clearTimeout(silence)
    ears.onLine(false)
    clearTimeout(retrying)
    retrying = setTimeout(connect, retryMs)
  }

  window.addEventListener('offline', breakOff)
  window.addEventListener('online', connect)
  connect()
  return () => {
    window.removeEventListener('offline', breakOff)
    window.removeEventListener('online', connect)
    clearTimeout(retrying)
    clearTimeout(silence)
    source?.close()
  }
}
