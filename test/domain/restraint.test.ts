import { describe, expect, it } from 'vitest'
import type { Audience, CommunityMode, Priority } from '../../domain/restraint.ts'
import { earliest, firstFree, isPlannedFull, maySpeak, whyWithheld } from '../../domain/restraint.ts'
import { china, someCalendar } from '../support/work-calendar.ts'

describe('who is spoken to in which mode', () => {
  it.each<[CommunityMode, Audience, Priority, boolean]>([
    ['live', 'group', 'planned', true],
    ['listening', 'group', 'reply', false],
    ['listening', 'group', 'emergency', true],
    ['listening', 'resident', 'reply', true],
    ['listening', 'property', 'notice', true],
    ['shadow', 'group', 'emergency', false],
    ['shadow', 'resident', 'reply', false],
    ['shadow', 'property', 'notice', false],
    ['shadow', 'property', 'reply', true],
    ['shadow', 'property', 'emergency', true],
    ['shadow', 'district', 'notice', true],
    ['shadow', 'committee', 'emergency', true],
    ['shadow', 'committee', 'notice', false],
    ['shadow', 'street', 'notice', false],
    ['live', 'street', 'notice', true],
  ])('%s, %s, %s: %s', (mode, audience, priority, may) => {
    expect(maySpeak(mode, audience, priority)).toBe(may)
  })
})

describe('when it may go out', () => {
  const quiet = [{ from: '22:00', to: '08:00' }]
  const night = new Date('2026-06-01T23:00:00+08:00')
  const morning = new Date('2026-06-02T08:00:00+08:00')
  const noon = new Date('2026-06-02T12:00:00+08:00')

  it.each<[Priority, Date | null, Date]>([
    ['emergency', null, night],
    ['emergency', noon, night],
    ['reply', noon, night],
    ['notice', null, morning],
    ['planned', null, morning],
    ['notice', noon, noon],
  ])('%s at night, silenced until %s: %s', (priority, silentUntil, time) => {
    expect(earliest(night, priority, quiet, silentUntil)).toEqual(time)
  })
})

describe('what is for the office', () => {
  const rules = { quiet: [{ from: '12:30', to: '14:00' }], officeHours: { from: '09:00', to: '17:30' } }
  const evening = china('2026-09-30T18:00')

  it.each<[Priority, boolean, Date]>([
    ['notice', true, china('2026-10-08T09:00')],
    ['notice', false, evening],
    ['emergency', true, evening],
    ['reply', true, evening],
  ])('%s, in office hours %s', (priority, inOffice, time) => {
    expect(firstFree(evening, { priority, inOffice }, rules, someCalendar)).toEqual(time)
  })
})

describe('the budget of posts', () => {
  const post = { audience: 'group', priority: 'notice', ticketId: 't' } as const

  it.each([
    [post, 1, null],
    [post, 2, 'group posts of this ticket used up'],
    [{ ...post, leavesRoom: true }, 1, 'group posts of this ticket used up'],
    [{ ...post, priority: 'emergency' as const }, 9, null],
    [{ ...post, ticketId: null }, 9, null],
  ])('of a ticket: %o after %i', (unasked, posts, reason) => {
    expect(whyWithheld(unasked, 'live', { posts, budget: 2 })).toBe(reason)
  })

  it('is no matter where nothing is said at all', () => {
    expect(whyWithheld(post, 'shadow', { posts: 0, budget: 2 })).toBe('mode shadow')
  })

  it.each([
    [0, 2, false],
    [1, 1, true],
    [0, 3, true],
  ])('of a group after %i of the day and %i of the week', (day, week, isFull) => {
    expect(isPlannedFull({ day, week }, { plannedPostsPerDay: 1, plannedPostsPerWeek: 3 })).toBe(isFull)
  })
})
