import { newKey } from '../../api.ts'
import type { Ears } from './line.ts'
import { openLine } from './line.ts'
import type { Message } from './types.ts'

const name = 'linsheng.feed'
const gatherMs = 30
/** How long to wait for another tab's answer before listening to the bot oneself. */
const patienceMs = 3_000

/** What the tabs of one browser tell each other. */
type Note =
  | { kind: 'here' }
  | { kind: 'hello'; from: string; after: number }
  | { kind: 'history'; to: string; messages: Message[]; isUp: boolean }
  | { kind: 'messages'; messages: Message[] }
  | { kind: 'changed'; what: string }
  | { kind: 'line'; isUp: boolean }

/**
 * Hears everything the bot tells, each message once and in order. A browser allows a bot six lines, so its tabs share
 * one: who holds the lock listens and tells the others. Returns how to stop.
 */
export function openFeed(ears: Ears): () => void {
  const me = newKey()
  const stopping = new AbortController()
  const channel = new BroadcastChannel(name)
  const heard: Message[] = []
  let role: 'follower' | 'alone' | 'leader' = 'follower'
  let isUp = false
  let isCaughtUp = false
  let handedOver = 0
  let handing: ReturnType<typeof setTimeout> | undefined
  let stopLine: (() => void) | undefined
  let askers: Extract<Note, { kind: 'hello' }>[] = []

  const last = () => heard.at(-1)?.seq ?? 0
  const tell = (note: Note) => channel.postMessage(note)
  const tellAsLeader = (note: Note) => role === 'leader' && tell(note)

  function take(messages: Message[]): void {
    const fresh = messages.filter(({ seq }) => seq > last())
    if (fresh.length === 0) return
    for (const message of fresh) heard.push(message)
    // Each tab gathers for itself: the timers of a hidden one are slow.
    handing ??= setTimeout(handOver, gatherMs)
    tellAsLeader({ kind: 'messages', messages: fresh })
  }

  function handOver(): void {
    clearTimeout(handing)
    handing = undefined
    const lot = heard.slice(handedOver)
    handedOver = heard.length
    if (lot.length > 0) ears.onMessages(lot)
  }

  function catchUp(): void {
    isCaughtUp = true
    handOver()
    ears.onCaughtUp()
    for (const asker of askers) answer(asker)
    askers = []
  }

  function setLine(up: boolean): void {
    isUp = up
    ears.onLine(up)
    tellAsLeader({ kind: 'line', isUp: up })
  }

  function listen(as: 'alone' | 'leader'): void {
    role = as
    stopLine ??= openLine(last, {
      onMessages: take,
      onCaughtUp: catchUp,
      onLine: setLine,
      onChanged(what) {
        ears.onChanged(what)
        tellAsLeader({ kind: 'changed', what })
      },
    })
  }

  function answer({ from, after }: { from: string; after: number }): void {
    tell({ kind: 'history', to: from, messages: heard.filter(({ seq }) => seq > after), isUp })
  }

  function hearAsLeader(note: Note): void {
    if (note.kind !== 'hello') return
    if (isCaughtUp) answer(note)
    else askers.push(note)
  }

  function ask(): void {
    if (role === 'follower') isCaughtUp = false
    tell({ kind: 'hello', from: me, after: last() })
  }

  function hearAsFollower(note: Note): void {
    if (note.kind === 'here') ask()
    if (note.kind === 'history' && note.to === me) takeHistory(note)
    // Until the history has come, what is new would leave a gap before it.
    if (isCaughtUp) follow(note)
  }

  function follow(note: Note): void {
    if (note.kind === 'messages') take(note.messages)
    if (note.kind === 'changed') ears.onChanged(note.what)
    if (note.kind === 'line') setLine(note.isUp)
  }

  function takeHistory({ messages, isUp: up }: Extract<Note, { kind: 'history' }>): void {
    role = 'follower'
    stopLine?.()
    stopLine = undefined
    setLine(up)
    take(messages)
    catchUp()
  }

  function lead(): Promise<void> {
    listen('leader')
    tell({ kind: 'here' })
    return new Promise((resolve) => {
      stopping.signal.addEventListener('abort', () => resolve())
    })
  }

  channel.onmessage = ({ data }: MessageEvent<Note>) =>
    role === 'leader' ? hearAsLeader(data) : hearAsFollower(data)
  ask()
  const waiting = setTimeout(() => {
    if (!isCaughtUp && role === 'follower') listen('alone')
  }, patienceMs)
  if ('locks' in navigator)
    navigator.locks.request(name, { signal: stopping.signal }, lead).catch(() => undefined)
  else listen('alone')

  return () => {
    clearTimeout(waiting)
    clearTimeout(handing)
    stopping.abort()
    stopLine?.()
    channel.close()
  }
}
