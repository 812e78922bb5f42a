import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Feed } from '../../../../bot/platforms/console/feed.ts'
import { createFeed } from '../../../../bot/platforms/console/feed.ts'

let messages: { seq: number; text: string }[]
let reads: number
let feed: Feed

beforeEach(() => {
  vi.useFakeTimers()
  messages = []
  reads = 0
  feed = createFeed({
    lot: 3,
    lastSeq: async () => messages.length,
    async messagesAfter(seq) {
      reads += 1
      return messages.filter((message) => message.seq > seq).slice(0, 3)
    },
    lists: {},
  })
})

afterEach(() => {
  feed.stop()
  vi.useRealTimers()
})

function say(text: string): void {
  messages.push({ seq: messages.length + 1, text })
  feed.look()
}

/** A page that takes what it is sent. */
async function page(after = 0) {
  let heard = ''
  const out = feed.open(after)
  out.on('data', (chunk: Buffer) => {
    heard += chunk
  })
  await vi.advanceTimersByTimeAsync(0)
  return { out, seqs: () => [...heard.matchAll(/^id: (\d+)$/gmu)].map((match) => Number(match[1])) }
}

describe('the feed', () => {
  it('asks once for all pages what is new', async () => {
    const pages = [await page(), await page(), await page()]
    const before = reads
    say('你好')
    await vi.advanceTimersByTimeAsync(0)

    expect(reads - before).toBe(1)
    expect(pages.map(({ seqs }) => seqs())).toEqual([[1], [1], [1]])
  })

  it('loses nothing for a page that catches up while others go on', async () => {
    const first = await page()
    for (let n = 0; n < 10; n++) say(`${n}`)
    const late = feed.open(0)
    for (let n = 0; n < 10; n++) say(`${n}`)
    let heard = ''
    late.on('data', (chunk: Buffer) => {
      heard += chunk
    })
    await vi.advanceTimersByTimeAsync(10)
    const all = Array.from({ length: 20 }, (_, i) => i + 1)

    expect(first.seqs()).toEqual(all)
    expect([...heard.matchAll(/^id: (\d+)$/gmu)].map((match) => Number(match[1]))).toEqual(all)
  })

  it('drops a page that takes nothing for ten seconds, and no other', async () => {
    const awake = await page()
    const asleep = feed.open(0)
    await vi.advanceTimersByTimeAsync(0)
    say('长'.repeat(100_000))
    await vi.advanceTimersByTimeAsync(9_000)
    const before = asleep.destroyed
    await vi.advanceTimersByTimeAsync(3_000)

    expect([before, asleep.destroyed, awake.out.destroyed]).toEqual([false, true, false])
  })

  it('drops at once a page for which too much gathers', async () => {
    const asleep = feed.open(0)
    await vi.advanceTimersByTimeAsync(0)
    for (let n = 0; n < 3; n++) {
      say('长'.repeat(300_000))
      await vi.advanceTimersByTimeAsync(0)
    }

    expect(asleep.destroyed).toBe(true)
  })

  it('takes a long message for no flood', async () => {
    say('长'.repeat(2_000_000))
    const { out, seqs } = await page()
    await vi.advanceTimersByTimeAsync(10)
    say('短')
    await vi.advanceTimersByTimeAsync(10)

    expect(seqs()).toEqual([1, 2])
    expect(out.destroyed).toBe(false)
  })

  it('ends every page when it stops, and takes none any more', async () => {
    const { out } = await page()
    feed.stop()
    await vi.advanceTimersByTimeAsync(0)

    expect(out.writableEnded).toBe(true)
    expect(() => feed.open(0)).toThrow(expect.objectContaining({ status: 503, retryAfter: 5 }))
  })

  it('takes a hundred pages and refuses the next until one is closed', async () => {
    const pages = Array.from({ length: 100 }, () => feed.open(0))
    expect(() => feed.open(0)).toThrow(expect.objectContaining({ status: 503, retryAfter: 5 }))
    pages[0]?.destroy()
    await vi.advanceTimersByTimeAsync(0)

    expect(() => feed.open(0)).not.toThrow()
  })
})
