import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { ticketStatuses } from '../domain/ticket-flow.ts'
import { countDeliveries, deliveryStatuses } from '../models/delivery.ts'
import { inboundBacklog } from '../models/inbound.ts'
import { countTickets } from '../models/ticket.ts'

/** The numbers an operator watches; those from the database are read when somebody asks. */
export function createMetrics(now: () => Date): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'linsheng_inbound_waiting',
    help: 'Accepted rows that are not applied yet',
    registers: [registry],
    async collect() {
      const { waiting, oldestAt, parked } = await inboundBacklog()
      this.set(waiting)
      oldest.set(oldestAt ? Math.max(0, (now().getTime() - oldestAt.getTime()) / 1000) : 0)
      parkedRows.set(parked)
    },
  })
  const oldest = new Gauge({
    name: 'linsheng_inbound_oldest_seconds',
    help: 'Age of the oldest row that is not applied yet',
    registers: [registry],
  })
  const parkedRows = new Gauge({
    name: 'linsheng_inbound_parked',
    help: 'Rows given up after their last try; an operator looks at them',
    registers: [registry],
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
