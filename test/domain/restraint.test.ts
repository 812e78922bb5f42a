import { describe, expect, it } from 'vitest'
import type { Audience, CommunityMode, Priority } from '../../domain/restraint.ts'
import { earliest, maySpeak } from '../../domain/restraint.ts'

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
