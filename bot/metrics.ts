import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { ticketStatuses } from '../domain/ticket-flow.ts'
import { auditBacklog } from '../models/audit-chain.ts'
import { countDeliveries, deliveryStatuses } from '../models/delivery.ts'
import { inboundBacklog } from '../models/inbound.ts'
import { lastFinished } from '../models/job-tick.ts'
import { countTickets } from '../models/ticket.ts'

/** The numbers an operator watches; those from the database are read when somebody asks. */
export function createMetrics(now: () => Date): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  // Each reads for itself: they are collected at the same time, and one that another sets would show the last scrape's value.
  const gauge = (name: string, help: string, read: () => Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await read())
      },
    })
  gauge(
    'linsheng_inbound_waiting',
    'Accepted rows that are not applied yet',
    async () => (await inboundBacklog()).waiting,
  )
  gauge('linsheng_inbound_oldest_seconds', 'Age of the oldest row that is not applied yet', async () =>
    secondsSince((await inboundBacklog()).oldestAt, now()),
  )
  gauge(
    'linsheng_inbound_parked',
    'Rows given up after their last try; an operator looks at them',
    async () => (await inboundBacklog()).parked,
  )
  gauge(
    'linsheng_audit_waiting',
    'Events that are not sealed into the audit chain yet',
    async () => (await auditBacklog()).waiting,
  )
  gauge('linsheng_audit_oldest_seconds', 'Age of the oldest event that is not sealed yet', async () =>
    secondsSince((await auditBacklog()).oldestAt, now()),
  )
  new Gauge({
    name: 'linsheng_job_last_finished_seconds',
    help: 'Unix time at which each job last came to its end; a job that hangs or is paused falls behind',
    labelNames: ['job'],
    registers: [registry],
    async collect() {
      for (const [job, at] of await lastFinished()) this.set({ job }, at.getTime() / 1000)
    },
  })
  new Gauge({
    name: 'linsheng_deliveries',
    help: 'Deliveries by status',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      const counts = await countDeliveries()
      for (const status of deliveryStatuses) this.set({ status }, counts[status] ?? 0)
    },
  })
  new Gauge({
    name: 'linsheng_tickets',
    help: 'Tickets by status',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      const counts = await countTickets()
      for (const status of ticketStatuses) this.set({ status }, counts[status] ?? 0)
    },
  })
  return registry
}

function secondsSince(at: Date | null, now: Date): number {
  return at ? Math.max(0, (now.getTime() - at.getTime()) / 1000) : 0
}
