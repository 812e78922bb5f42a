import type { TicketEventKind } from '../models/ticket.ts'

/** The Chinese name of what can happen to a ticket, for records. */
export const eventName: Record<TicketEventKind, string> = {
  opened: '登记',
  moved: '变更',
  contacted: '已联系',
  urged: '催办',
  placed: '补充地点',
  raised: '升为险情',
  paged: '呼叫值班',
  coordination: '需要协调',
  requested: '申请',
  rejected: '不同意',
  replied: '回音',
  promised: '承诺',
  merged: '合并',
  split: '拆分',
  dissuaded: '劝阻',
  mediation: '调解',
  classed: '定时限',
  escalated: '逐级提醒',
  extended: '书记延期',
  referred: '提请街道',
  alarmed: '无人应答',
  seen: '看过原话',
  erased: '删除个人信息',
  note: '备注',
}
