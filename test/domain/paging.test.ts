import { expect, it } from 'vitest'
import { calledSince, nextCall, nextLookAt } from '../../domain/paging.ts'
import { suggestAssignee } from '../../domain/suggest-assignee.ts'
import { china } from '../support/work-calendar.ts'

it.each([
  ['the next of the chain', ['a'], 0, { kind: 'page', personId: 'b' }],
  ['whoever was left out', ['b', 'a'], 0, { kind: 'page', personId: 'c' }],
  ['everybody, when all were called', ['a', 'b', 'c'], 0, { kind: 'alarm', number: 1 }],
  ['everybody again, and not those who came on duty since', ['a', 'b'], 1, { kind: 'alarm', number: 2 }],
  ['nobody after the last alarm', ['a', 'b', 'c'], 4, null],
])('calls %s', (_title, called, alarms, expected) => {
  expect(nextCall(['a', 'b', 'c'], called, alarms, 4)).toEqual(expected)
})

it('proposes who is on duty, then who has the fewest, then the first', () => {
  const one = (id: string, isOnDuty: boolean, load: number) => ({ id, isOnDuty, load })
  expect(suggestAssignee([one('a', false, 0), one('b', true, 5)])?.id).toBe('b')
  expect(suggestAssignee([one('a', false, 2), one('b', false, 1)])?.id).toBe('b')
  expect(suggestAssignee([one('a', true, 1), one('b', true, 1)])?.id).toBe('a')
  expect(suggestAssignee([])).toBeNull()
})

it.each([
  [{ kind: 'page' as const, personId: 'a' }, china('2026-06-01T23:05')],
  [{ kind: 'alarm' as const, number: 3 }, china('2026-06-01T23:15')],
  [{ kind: 'alarm' as const, number: 4 }, null],
])('looks again after %o', (call, at) => {
  const rules = { emergencyAckMinutes: 5, alarmTimes: 4, alarmRepeatMinutes: 15 }
  expect(nextLookAt(call, rules, china('2026-06-01T23:00'))).toEqual(at)
})

it.each([
  [null, [], '2026-06-01T23:00'],
  [china('2026-06-02T09:00'), [], '2026-06-02T09:00'],
  [null, [{ at: china('2026-06-01T23:30'), to: 'open' }], '2026-06-01T23:30'],
  [china('2026-06-02T09:00'), [{ at: china('2026-06-01T23:30'), to: 'open' }], '2026-06-02T09:00'],
])('calls since the last time somebody had to come: reopened %s, %o', (reopenedAt, events, since) => {
  expect(calledSince({ openedAt: china('2026-06-01T23:00'), reopenedAt, events })).toEqual(china(since))
})
