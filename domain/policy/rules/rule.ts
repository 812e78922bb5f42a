/** Parts of the product that rules still wait for. */
export const areas = {
  ladder: '督办升级',
  hazards: '隐患与劝阻报告',
  rectification: '提醒整改',
  mediation: '调解',
  meetings: '联席会议',
  rounds: '每月征集',
  disclosures: '公示公开',
  decisions: '五议两公开',
  polls: '评价与表决',
  fees: '温馨催费',
  figures: '统计与迎检',
  calls: '12345对接',
  roster: '岗位名册',
  calendar: '履职日历',
  contracts: '合同与交接',
  qr: '码上办入口',
  events: '施工、停供与预案',
  knowledge: '政策问答',
  leads: '敏感线索',
} as const
export type Area = keyof typeof areas

/** Why something a document says is nothing for software. */
export const reasons = {
  authority: '主管部门的职权，在它自己的平台上办',
  people: '要人当面办、当面定',
  past: '目标年份已过，只作历史',
  sensitive: '个人敏感材料，不收集',
  beyond: '与诉求、缴费、会议、公示无关',
} as const
export type Reason = keyof typeof reasons

/** Where something is built, and the test that shows it. */
export const built = {
  access: ['domain/access.ts', 'test/domain/access.test.ts'],
  asked: ['handlers/resolve-ticket.ts', 'test/handlers/main-flow.test.ts'],
  categories: ['domain/policy/categories.ts', 'test/domain/policy/categories.test.ts'],
  conflicts: ['domain/policy/conflicts.ts', 'test/domain/policy/routing.test.ts'],
  dossier: ['bot/dossier/build.ts', 'test/bot/dossier/routes.test.ts'],
  mediation: ['handlers/request-mediation.ts', 'test/handlers/request-mediation.test.ts'],
  district: ['handlers/report-appeal.ts', 'test/handlers/main-flow.test.ts'],
  firstOwner: ['domain/policy/first-owner.ts', 'test/domain/policy/first-owner.test.ts'],
  forwarding: ['handlers/forward-ticket.ts', 'test/handlers/forward-ticket.test.ts'],
  clocks: ['domain/ticket-clocks.ts', 'test/domain/ticket-clocks.test.ts'],
  paging: ['jobs/call-duty.ts', 'test/jobs/call-duty.test.ts'],
  rungs: ['domain/ladder.ts', 'test/domain/ladder.test.ts'],
  folding: ['models/fold-notices.ts', 'test/jobs/climb-ladder.test.ts'],
  secretary: ['handlers/grant-day.ts', 'test/handlers/escalation.test.ts'],
  letter: ['domain/referral-letter.ts', 'test/bot/ops/tickets-letter.test.ts'],
  legacy: ['handlers/decide-legacy.ts', 'test/handlers/escalation.test.ts'],
  briefs: ['jobs/send-briefs.ts', 'test/jobs/send-briefs.test.ts'],
  streetList: ['jobs/send-street-lists.ts', 'test/jobs/send-briefs.test.ts'],
  office: ['domain/working-days.ts', 'test/domain/working-days.test.ts'],
  leads: ['domain/assignment.ts', 'test/domain/assignment.test.ts'],
  climbing: ['jobs/climb-ladder.ts', 'test/jobs/climb-ladder.test.ts'],
  merging: ['handlers/merge-tickets.ts', 'test/handlers/merge-tickets.test.ts'],
  outages: ['models/known-event.ts', 'test/handlers/announce-outage.test.ts'],
  promises: ['handlers/promise-date.ts', 'test/handlers/promise-date.test.ts'],
  dissuading: ['handlers/record-dissuasion.ts', 'test/handlers/record-dissuasion.test.ts'],
  waiting: ['handlers/suspend-ticket.ts', 'test/handlers/suspend-ticket.test.ts'],
  grounds: ['handlers/show-grounds.ts', 'test/handlers/show-grounds.test.ts'],
  handBack: ['handlers/hand-back-ticket.ts', 'test/handlers/escalation.test.ts'],
  held: ['models/hold.ts', 'test/bot/outbox.test.ts'],
  history: ['models/ticket.ts', 'test/handlers/main-flow.test.ts'],
  milestones: ['models/ticket-notices.ts', 'test/handlers/main-flow.test.ts'],
  outgoing: ['models/outgoing.ts', 'test/bot/outbox.test.ts'],
  packs: ['domain/policy/index.ts', 'test/domain/policy/packs.test.ts'],
  phones: ['handlers/show-phones.ts', 'test/handlers/show-phones.test.ts'],
  candidates: ['handlers/judge-candidate.ts', 'test/handlers/judge-candidate.test.ts'],
  placing: ['domain/place-message.ts', 'test/domain/place-message.test.ts'],
  reopen: ['handlers/report-unsolved.ts', 'test/handlers/main-flow.test.ts'],
  report: ['handlers/report-appeal.ts', 'test/handlers/main-flow.test.ts'],
  responsible: ['handlers/show-responsible.ts', 'test/handlers/show-responsible.test.ts'],
  restraint: ['domain/restraint.ts', 'test/domain/restraint.test.ts'],
  silence: ['handlers/silence-chat.ts', 'test/handlers/main-flow.test.ts'],
  silentClose: ['jobs/close-silent-tickets.ts', 'test/handlers/main-flow.test.ts'],
  urging: ['handlers/urge-ticket.ts', 'test/handlers/urge-ticket.test.ts'],
  auditHead: ['jobs/post-audit-head.ts', 'test/jobs/post-audit-head.test.ts'],
  standing: ['domain/policy/standing.ts', 'test/domain/policy/packs.test.ts'],
} as const
export type Built = keyof typeof built

/** How far the product is with a rule: what is there, and what it still waits for. */
export type RuleStatus =
  | { kind: 'implemented'; at: Built }
  | { kind: 'partly'; at: Built; area: Area }
  | { kind: 'planned'; area: Area }
  | { kind: 'not_for_software'; reason: Reason }

/** One demand of a document, or one decision of the product, and what the product does about it. */
export interface Rule {
  id: string
  pack: string
  section: string
  /** In our own words. */
  does: string
  status: RuleStatus
}

/** It is there. */
export function done(at: Built): RuleStatus {
  return { kind: 'implemented', at }
}

/** Some of it is there; the rest waits. */
export function partly(at: Built, area: Area): RuleStatus {
  return { kind: 'partly', at, area }
}

/** All of it waits. */
export function planned(area: Area): RuleStatus {
  return { kind: 'planned', area }
}

/** Nothing for software. */
export function outside(reason: Reason): RuleStatus {
  return { kind: 'not_for_software', reason }
}

type Row = readonly [number: string, section: string, does: string, status: RuleStatus]

/** The rules of one pack from rows; their ids begin with the prefix. */
export function rulesOf(pack: string, prefix: string, rows: readonly Row[]): Rule[] {
  return rows.map(([number, section, does, status]) => ({
    id: `${prefix}-${number}`,
    pack,
    section,
    does,
    status,
  }))
}
