import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { HttpError } from '../../http-error.ts'
import { createTurnstile } from '../../turnstile.ts'

interface Shown {
  seq: number
}

/** Where the pages' live events come from. */
export interface FeedParts {
  /** Messages after a number, at most as many as `lot`. */
  messagesAfter(seq: number): Promise<Shown[]>
  lot: number
  lastSeq(): Promise<number>
  /** What each list looks like now; a page is told when it looks different. */
  lists: Record<string, () => Promise<unknown>>
}

/** The live line to every open page: new messages, and which lists to read again. */
export interface Feed {
  /** One more page, which has seen everything up to a number; refuses where too many are open, and once it was stopped. */
  open(after: number): PassThrough
  /** Something may be new; otherwise it is looked for every second. */
  look(): void
  /** Tells every page to read something again. */
  tell(what: string): void
  stop(): void
}

interface Line {
  out: PassThrough
  last: number
  /** Hears what is new together with the others; before, it is catching up. */
  isLive: boolean
  stalledSince: number | null
}

const mostLines = 100
const againSeconds = 5
const lookMs = 1_000
/** A burst of changes is told once. */
const gatherMs = 300
/** A page that takes nothing for so long, or lets so much gather, is cut off; it comes again by itself. */
const stallMs = 10_000
const mostWaitingBytes = 1_000_000
const heartbeatMs = 15_000

/** Makes the feed: one look at the database serves all pages, and no page holds up another. */
export function createFeed({ messagesAfter, lot, lastSeq, lists }: FeedParts): Feed {
  const lines = new Set<Line>()
  const catchingUp = createTurnstile({ atOnce: 4, waiting: mostLines })
  const seen = new Map<string, string>()
  let last = 0
  let looking: Promise<void> | undefined
  let isAgain = false
  let isStopped = false
  let gathering: NodeJS.Timeout | undefined
  let spokenAt = performance.now()
  const timer = setInterval(() => {
    cutStalled()
    look()
    lookAtLists()
  }, lookMs)
  timer.unref()

  function write(line: Line, frame: string): boolean {
    // What waits already is too much; one long message alone is not.
    if (line.out.writableLength > mostWaitingBytes) line.out.destroy()
    if (line.out.destroyed) return false
    const isTaken = line.out.write(frame)
    if (!isTaken && line.stalledSince === null) {
      line.stalledSince = performance.now()
      line.out.once('drain', () => {
        line.stalledSince = null
      })
    }
    return isTaken
  }

  function writeAll(frame: string): void {
    spokenAt = performance.now()
    for (const line of lines) write(line, frame)
  }

  function cutStalled(): void {
    const time = performance.now()
    if (time - spokenAt > heartbeatMs) writeAll(': \n\n')
    for (const { out, stalledSince } of lines) {
      if (stalledSince !== null && time - stalledSince > stallMs) out.destroy()
    }
  }

  function look(): void {
    if (looking) {
      isAgain = true
      return
    }
    looking = tellNew()
      .catch(dropAll)
      .then(() => {
        looking = undefined
        if (isAgain) {
          isAgain = false
          look()
        }
      })
  }

  /** Pages that lost their line come again and say where they were. */
  function dropAll(error: unknown): void {
    for (const { out } of lines) out.destroy(error instanceof Error ? error : new Error(String(error)))
  }

  async function tellNew(): Promise<void> {
    for (let isMore = liveLines().length > 0; isMore; ) {
      const fresh = await messagesAfter(last)
      for (const message of fresh) {
        const frame = messageFrame(message)
        last = message.seq
        for (const line of liveLines()) hear(line, message.seq, frame)
      }
      isMore = fresh.length === lot
    }
  }

  function liveLines(): Line[] {
    return [...lines].filter(({ isLive }) => isLive)
  }

  function hear(line: Line, seq: number, frame: string): boolean {
    if (seq <= line.last) return true
    line.last = seq
    return write(line, frame)
  }

  function lookAtLists(): void {
    gathering ??= setTimeout(() => {
      tellChanges()
        .catch(dropAll)
        .finally(() => {
          gathering = undefined
        })
    }, gatherMs)
  }

  async function tellChanges(): Promise<void> {
    if (lines.size === 0) return
    for (const [what, read] of Object.entries(lists)) {
      const now = JSON.stringify(await read())
      if (seen.get(what) !== now) writeAll(changedFrame(what))
      seen.set(what, now)
    }
  }

  async function catchUp(line: Line): Promise<void> {
    // Whoever has seen more than there is comes from a world that was wiped.
    line.last = Math.min(line.last, await lastSeq())
    while (!line.out.destroyed && !line.isLive) {
      const fresh = await messagesAfter(line.last)
      for (const message of fresh) await hearInTurn(line, message)
      if (fresh.length < lot) join(line)
    }
  }

  async function hearInTurn(line: Line, message: Shown): Promise<void> {
    if (hear(line, message.seq, messageFrame(message)) || line.out.destroyed) return
    await Promise.race([once(line.out, 'drain'), once(line.out, 'close')])
  }

  /** From here on it hears with the others, unless they are ahead by now. */
  function join(line: Line): void {
    if (liveLines().length === 0) last = line.last
    line.isLive = line.last >= last
    // What changed between its first look and now was told to the others only.
    if (line.isLive) for (const what of Object.keys(lists)) write(line, changedFrame(what))
    if (line.isLive) write(line, 'event: caught-up\ndata: {}\n\n')
  }

  return {
    look() {
      look()
      lookAtLists()
    },
    tell: (what) => writeAll(changedFrame(what)),
    open(after) {
      // A browser keeps its connection, and would wait on it for news that never come.
      if (isStopped) throw new HttpError(503, 'stopping', '小邻正在重新启动，过一会儿再试。', againSeconds)
      if (lines.size >= mostLines) {
        throw new HttpError(503, 'too_many_pages', '打开的页面太多了，请关掉几个再试。', againSeconds)
      }
      const out = new PassThrough()
      const line: Line = { out, last: after, isLive: false, stalledSince: null }
      lines.add(line)
      out.on('close', () => lines.delete(line))
      // Whose line breaks off comes again; that is no fault to speak of.
      out.on('error', () => undefined)
      write(line, ': 你好\n\n')
      catchingUp.pass(() => catchUp(line)).catch((error) => out.destroy(error))
      return out
    },
    stop() {
      isStopped = true
      clearInterval(timer)
      clearTimeout(gathering)
      for (const { out } of lines) out.end()
    },
  }
}

function messageFrame(message: Shown): string {
  return `id: ${message.seq}\ndata: ${JSON.stringify(message)}\n\n`
}

function changedFrame(what: string): string {
  return `event: changed\ndata: ${JSON.stringify({ what })}\n\n`
}
