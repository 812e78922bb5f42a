import { z } from 'zod'

/** The number of a ticket, as an operator types it. */
export const TicketNumber = z
  .string()
  .regex(/^\d{1,9}$/u, '应为工单编号，例如 1024')
  .transform(Number)
  .describe('工单编号')
