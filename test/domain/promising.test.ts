import { describe, expect, it } from 'vitest'
import { judgePromise, nextPromiseCheck } from '../../domain/promising.ts'
import type { TicketStatus } from '../../domain/ticket-flow.ts'

const at = new Date('2026-11-25T17:00:00+08:00')
const before = new Date('2026-11-25T16:00:00+08:00')
const after = new Date('2026-11-25T18:00:00+08:00')

describe('a promise at its time', () => {
  it.each<[string, TicketStatus, string | null, Date | null, string]>([
    ['is broken while the matter is open', 'accepted', null, null, 'broken'],
    ['is broken when it was solved and is open again', 'assigned', null, before, 'broken'],
    ['is kept when it was solved before', 'resolved', null, before, 'kept'],
    ['is kept when it was confirmed since', 'closed', 'confirmed', before, 'kept'],
    ['is broken when it was solved later', 'closed', 'confirmed', after, 'broken'],
    ['is void when the matter was not theirs', 'declined', null, null, 'void'],
    ['is void when it was closed as not theirs', 'closed', 'declined', null, 'void'],
    ['is void when it was taken back', 'withdrawn', null, null, 'void'],
  ])('%s', (_title, status, closeReason, solved, outcome) => {
    const events = solved ? [{ at: solved, to: 'resolved' }] : []

    expect(judgePromise({ status, closeReason, events }, at)).toBe(outcome)
  })
})

it('is looked at a day before, unless it was made later, and at its time', () => {
  const day = (text: string) => new Date(`${text}:00+08:00`)

  expect(nextPromiseCheck(at, [24], day('2026-11-20T09:00'))).toEqual(day('2026-11-24T17:00'))
  expect(nextPromiseCheck(at, [24], day('2026-11-24T17:00'))).toEqual(at)
  expect(nextPromiseCheck(at, [24], day('2026-11-25T09:00'))).toEqual(at)
  expect(nextPromiseCheck(at, [2, 24], day('2026-11-25T09:00'))).toEqual(day('2026-11-25T15:00'))
})
