import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { removeEndedSessions } from '../../jobs/remove-ended-sessions.ts'
import { consumeLink, issueLink, readLink } from '../../models/link.ts'
import { allow, endSessions, findSession } from '../../models/session.ts'
import { createClock } from '../support/clock.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()
const secret = 's'.repeat(32)
const start = createClock().at
const later = (days: number) => new Date(start.getTime() + days * 86_400_000)

function run(days: number): Promise<number> {
  return removeEndedSessions.run({ now: later(days), logger: pino({ level: 'silent' }) })
}

function issue(cause: string, days: number): Promise<string> {
  const link = { purpose: 'ticket' as const, personId: 'p', communityId: 'c', ticketId: 't' }
  return issueLink({ ...link, expiresAt: later(days) }, secret, cause)
}

function signIn(personId: string, days: number): Promise<string> {
  const grant = { purpose: 'ticket' as const, communityId: 'c', ticketId: 't' }
  return allow(undefined, personId, grant, { at: start, until: later(days) })
}

describe('remove-ended-sessions', () => {
  it('removes sessions that have ended, and leaves the others', async () => {
    await signIn('p', 7)
    const lasting = await signIn('p', 8)

    expect(await run(6)).toBe(0)
    expect(await run(7)).toBe(1)
    expect(await run(7)).toBe(0)
    expect(await findSession(lasting, start)).not.toBeNull()
    expect(await endSessions('p')).toBe(1)
  })

  it('leaves links a month beyond their time, so that the page can say what became of them', async () => {
    const used = await issue('used', 1)
    const expired = await issue('expired', 1)
    await issue('later', 2)
    await consumeLink(used, [secret], start)

    expect(await run(30)).toBe(0)
    expect((await readLink(used, [secret], later(30)))?.state).toBe('used')
    expect((await readLink(expired, [secret], later(30)))?.state).toBe('expired')
    expect(await run(31)).toBe(2)
    expect(await readLink(used, [secret], later(31))).toBeNull()
    expect(await run(32)).toBe(1)
  })
})
