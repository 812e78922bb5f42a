import { categoryTable } from '../../domain/policy/categories.ts'
import { statusName } from '../../domain/ticket-flow.ts'
import type { Urgency } from '../../domain/triage.ts'
import { formatPlace, formatPublicPlace } from '../../domain/understanding/place.ts'
import type { ToldTicket } from './story.ts'

const urgencyName: Record<Urgency, string> = { normal: '一般', urgent: '急', emergency: '险情' }

/** The cells of a ticket: number, matter, category, urgency, place, status, households, messages. */
export function ticketCells(
  { number, ticket, messages }: ToldTicket,
  withRooms: boolean,
): (string | number)[] {
  const { summary, category, urgency, status, wasReopened, reporters } = ticket
  const place = withRooms ? formatPlace(ticket) : formatPublicPlace(ticket)
  const isBack = wasReopened && status === 'assigned'
  return [
    number,
    summary,
    categoryTable[category].name,
    urgencyName[urgency],
    place || '未说明',
    isBack ? '重新打开' : statusName[status],
    reporters.length,
    messages.length,
  ]
}

/** What stands over these cells. */
export const ticketHead = ['编号', '事由', '类别', '缓急', '地点', '状态', '户数', '消息'] as const
