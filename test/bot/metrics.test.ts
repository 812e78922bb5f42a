import mongoose from 'mongoose'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '../../bot/metrics.ts'
import { sealSome } from '../../models/audit-chain.ts'
import { someTicket } from '../support/audit.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()
const at = new Date('2026-06-01T01:00:00Z')
const later = new Date(at.getTime() + 90_000)

async function values(): Promise<string> {
  return createMetrics(() => later).metrics()
}

describe('metrics', () => {
  it('tell how many events are not sealed yet, and since when', async () => {
    await someTicket('a', at)
    await someTicket('b', later)
    const before = await values()
    await sealSome()
    const after = await values()

    expect(before).toContain('linsheng_audit_waiting 2\n')
    expect(before).toContain('linsheng_audit_oldest_seconds 90\n')
    expect(after).toContain('linsheng_audit_waiting 0\n')
    expect(after).toContain('linsheng_audit_oldest_seconds 0\n')
  })

  it('tell when each job last came to its end', async () => {
    await mongoose.connection.collection('agendaJobs').insertMany([
      { name: 'seal-events', lastFinishedAt: at },
      { name: 'send-briefs', lastFinishedAt: null },
    ])
    const told = await values()

    expect(told).toContain(`linsheng_job_last_finished_seconds{job="seal-events"} ${at.getTime() / 1000}\n`)
    expect(told).not.toContain('send-briefs')
  })
})
