import { describe, expect, it } from 'vitest'
import { consumeLink, issueLink, readLink, revokeLinks } from '../../models/link.ts'
import { allow, findSession } from '../../models/session.ts'
import { createClock } from '../support/clock.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()
const secret = 's'.repeat(32)
const older = 'o'.repeat(32)
const clock = createClock()
const later = (hours: number) => new Date(clock.at.getTime() + hours * 3_600_000)

function issue(
  more: Partial<Parameters<typeof issueLink>[0]> = {},
  cause = 'row',
  key = secret,
): Promise<string> {
  const link = { purpose: 'ticket' as const, personId: 'p', communityId: 'c', ticketId: 't' }
  return issueLink({ ...link, expiresAt: later(24), ...more }, key, cause)
}

describe('a signed link', () => {
  it('is not used up by looking, and goes to exactly one of many who open it', async () => {
    const token = await issue()
    const looks = [await readLink(token, [secret], clock.at), await readLink(token, [secret], clock.at)]
    const opened = await Promise.all(Array.from({ length: 10 }, () => consumeLink(token, [secret], clock.at)))

    expect(looks.map((look) => look?.state)).toEqual(['fresh', 'fresh'])
    expect(opened.filter((link) => link !== null)).toHaveLength(1)
    expect((await readLink(token, [secret], clock.at))?.state).toBe('used')
  })

  it('is worth nothing after its time, or when it was revoked', async () => {
    const late = await issue({}, 'late')
    const revoked = await issue({}, 'revoked')
    const expired = await consumeLink(late, [secret], later(24))
    await revokeLinks('p', clock.at)

    expect(expired).toBeNull()
    expect(await consumeLink(revoked, [secret], clock.at)).toBeNull()
    expect((await readLink(revoked, [secret], clock.at))?.state).toBe('revoked')
  })

  it('still opens after the key was changed, as long as the old one is kept', async () => {
    const token = await issue({}, 'row', older)

    expect(await readLink(token, [secret], clock.at)).toBeNull()
    expect((await readLink(token, [secret, older], clock.at))?.state).toBe('fresh')
  })

  it.each(['', '.', 'a.b', `${'x'.repeat(22)}.${'y'.repeat(24)}`])('cannot be guessed: %j', async (token) => {
    expect(await readLink(token, [secret], clock.at)).toBeNull()
    expect(await consumeLink(token, [secret], clock.at)).toBeNull()
  })

  it('cannot be changed', async () => {
    const token = await issue()
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}x`

    expect(await readLink(forged, [secret], clock.at)).toBeNull()
  })

  it('is the same one when the row that made it runs again', async () => {
    expect(await issue()).toBe(await issue())
    expect(await issue({}, 'another')).not.toBe(await issue())
  })
})

describe('a session', () => {
  const grant = { purpose: 'ticket' as const, communityId: 'c', ticketId: 't' }
  const term = { at: clock.at, until: later(24) }

  it('gathers what one person opened on one device, and ends', async () => {
    const cookie = await allow(undefined, 'p', grant, term)
    const again = await allow(cookie, 'p', { ...grant, ticketId: 'u' }, term)

    expect(again).toBe(cookie)
    expect((await findSession(cookie, clock.at))?.grants).toMatchObject([
      { ticketId: 't' },
      { ticketId: 'u' },
    ])
    expect(await findSession(cookie, later(24))).toBeNull()
  })

  it('never passes from one person to the next on the same device', async () => {
    const first = await allow(undefined, 'p', grant, term)
    const second = await allow(first, 'q', grant, term)

    expect(second).not.toBe(first)
    expect((await findSession(second, clock.at))?.personId).toBe('q')
    expect((await findSession(second, clock.at))?.grants).toHaveLength(1)
  })
})
