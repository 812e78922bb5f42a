import type { TicketStatus } from '../../../../domain/ticket-flow.ts'
import { canMove, isActive, ticketStatuses } from '../../../../domain/ticket-flow.ts'
import type { ClickAnswer, Message, TicketRow } from './types.ts'

/** In which status a ticket has to be for a button to do anything. */
const fits: Record<string, (status: TicketStatus) => boolean> = {
  'accept-ticket': (status) => canMove(status, 'accepted'),
  'contact-reporter': isActive,
  'request-coordination': isActive,
  'reassign-ticket': (status) => isActive(status) && canMove(status, 'assigned'),
  'hand-back-ticket': (status) => isActive(status) && canMove(status, 'open'),
  'resolve-ticket': (status) => canMove(status, 'resolved'),
  'confirm-solved': (status) => status === 'resolved',
  'report-unsolved': (status) => status === 'resolved' || status === 'closed',
}

function isStatus(status: string): status is TicketStatus {
  return (ticketStatuses as readonly string[]).includes(status)
}

/** The buttons of a message that can still do something, and the ticket that made others pointless. */
export function livingButtons({ buttons = [] }: Message, tickets: readonly TicketRow[]) {
  let movedOn: TicketRow | undefined
  const living = buttons.filter(({ action }) => {
    const [name = '', query] = action.split('?')
    const id = new URLSearchParams(query).get('ticket')
    const ticket = tickets.find((row) => row.id === id)
    if (!ticket || !isStatus(ticket.status) || fits[name]?.(ticket.status) !== false) return true
    movedOn = ticket
    return false
  })
  return { living, movedOn }
}

/** Whether a click has done what its button says, and was neither refused nor answered with a question. */
export function wasDone({ answer, result }: ClickAnswer): boolean {
  return result ? result === 'done' : !/[？?]|不用|没有|不能/u.test(answer.text)
}
