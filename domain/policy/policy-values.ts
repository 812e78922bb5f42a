import { z } from 'zod'
import { Threshold } from './threshold.ts'

const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u)
const Span = z.strictObject({ from: Clock, to: Clock })
const Amount = z.number().positive()
const Count = z.int().positive()
const Counts = z.array(Count).min(1).readonly()
const DayOfMonth = z.int().min(1).max(28)

/** Who is turned to next when a ticket goes without an answer. */
const Rung = z.strictObject({
  to: z.enum(['assignee', 'manager', 'committee_or_district', 'secretary', 'street', 'department']),
  after: Amount,
  unit: z.enum(['hours', 'working_days']),
})

const DisputeStep = z.enum([
  'committee',
  'district',
  'street',
  'administrative',
  'county_committee',
  'city_committee',
  'judicial',
  'arbitration',
  'court',
])

/**
 * Every number and span that policy or a product default decides. Units are in the names; rates are shares of one.
 * Null: no paper of the community says so, and then there is no such duty.
 */
export const PolicyValues = z.strictObject({
  // Answering
  /** From the report to the first human answer. */
  answerHours: Amount,
  /** From the report to 办结, for what is done at once (即办). */
  resolveHours: Amount,
  /** From the report to 办结 by the supplier of water, power, heat, gas or telecom. */
  utilityHours: Amount,
  /** From 转交 to the reply of an authority; a supplier has its own hours. */
  authorityReplyDays: Amount,
  /** How long tickets that were put together can be taken apart again. */
  mergeUndoHours: Amount,
  /** Hours before the time of a promise at which whoever gave it is reminded, besides the time itself. */
  promiseReminderHours: Counts,
  /** So long after its end an outage nobody has called over is looked into. */
  outageGraceMinutes: Amount,
  /** The longest date that a manager may set for what takes time (限时). */
  timedDays: Amount,
  /** When what is left over (遗留) is looked at again, unless a day is named. */
  legacyReviewDays: Amount,
  /** Within this a called duty person confirms, or the next one is called. */
  emergencyAckMinutes: Amount,
  /** When all were called and nobody has answered, everybody is alarmed so often. */
  alarmTimes: Count,
  alarmRepeatMinutes: Amount,
  /** How long reports of one matter join one ticket. */
  joinHours: Amount,
  /** The same for emergencies. */
  joinEmergencyHours: Amount,
  /** A later fragment of the same speaker within this time belongs to the same report. */
  fragmentMinutes: Amount,
  /** How long a chat goes on about a matter: +1, a late photo and 来水了 belong to it so long. */
  conversationMinutes: Amount,
  /** How long a closed ticket can be reopened by words. */
  reopenDays: Amount,
  /** Silence after a delivered question closes a resolved ticket. */
  silentCloseHours: Amount,
  /** When a question that never reached anybody is looked at again. */
  undeliveredRecheckHours: Amount,
  /** How long words that may be an appeal wait for somebody to decide. */
  candidateDays: Amount,
  /** Reporters told and asked in private; the rest hear it in the group. */
  askedReporters: Count,

  // Restraint
  /** Household counts that are worth a line in the group. */
  householdMilestones: Counts,
  /** Unasked group posts one ticket may cause. */
  groupPostsPerTicket: Count,
  /** Planned posts a resident group may get. */
  plannedPostsPerDay: Count,
  plannedPostsPerWeek: Count,
  /** A planned post that is one too many waits for this time of the next day. */
  plannedClock: Clock,
  /** Nothing unasked is sent in these spans; emergencies are. */
  quiet: z.array(Span).readonly(),
  /** 小邻安静 lasts until this time. */
  silencedUntil: Clock,

  // Escalation
  /** Who hears of a ticket without an answer, in this order. */
  ladder: z.array(Rung).min(1).readonly(),
  /** When the manager hears that an answer is due soon. */
  managerNudgeHours: Amount,
  /** So long the secretary has a ticket before 街道 does, whatever was missed before. */
  secretaryHours: Amount,
  /** What the secretary may give once. */
  extensionHours: Amount,
  /** The last rung is repeated so often as long as nothing happens. */
  ladderRepeatDays: Amount,
  /** More messages than this to one recipient at once become one list. */
  messagesAtOnce: Count,
  /** So many returns, and 街道 decides whose it is. */
  handBacksToStreet: Count,
  /** The same fault in the same place within this time asks for the root of it. */
  recurrenceDays: Amount,
  /** So long the urging of one person about one ticket reaches people once. */
  urgeHours: Amount,
  /** When the head of the audit chain is posted to the staff groups; a bot that was away all that time posts the next day's. */
  auditHeadClock: Span,
  /** The private brief of 社区. */
  briefClock: Clock,
  /** The one digest a day for 街道. */
  streetDigestClock: Clock,
  /** On working days. */
  officeHours: Span,

  // Hazards and mediation
  /** From dissuading in vain to the report (劝阻制止报告). */
  dissuasionReportHours: Amount,
  communityMediationDays: Amount,
  administrativeMediationDays: Amount,
  /** Days into a mediation on which its mediator is reminded. */
  mediationReminderDays: Counts,
  /** Where a dispute goes from step to step. */
  disputeLadder: z.array(DisputeStep).min(1).readonly(),

  // Meetings
  /** 三方联席会议, at least. */
  meetingsPerQuarter: Count,
  /** From the notice with its topics to the meeting. */
  meetingNoticeDays: Amount,
  /** The month of a quarter a meeting is proposed for. */
  meetingMonth: z.int().min(1).max(3),
  /** A quarter without a meeting is flagged so long before its end. */
  meetingFlagDays: Amount,
  /** How often owners hear how far a resolution has come. */
  resolutionProgressDays: Amount,

  // The monthly round
  collectionsPerMonth: Count,
  /** Meetings of 业委会 and 物业 on what was collected. */
  committeeMeetingsPerMonth: Count,
  /** The round begins on the first working day from this day of the month. */
  collectionFromDay: DayOfMonth,
  collectionDays: Count,
  /** A month without a round is flagged on this day. */
  collectionFlagDay: DayOfMonth,
  responseRate: Threshold,
  resolvedRate: Threshold,

  // Disclosures
  /** What 物业 charges and spends: how often, and how long each time. */
  feesDisclosedEveryMonths: Count,
  feesShownDays: Count,
  /** Income and spending of shared property. */
  revenueDisclosedEveryMonths: Count,
  /** The jointly managed account, where one is run. */
  jointAccountReconciledEveryMonths: Count.nullable(),
  jointAccountDisclosedEveryMonths: Count.nullable(),
  /** Days of a disclosure on which a photo proves it. */
  disclosureProofDays: Counts,
  /** Days before the next disclosure is due on which its owner is reminded. */
  disclosureReminderDays: Counts,
  /** Communities that disclose both service and accounts (双晒). */
  disclosureCoverage: Threshold.nullable(),
  /** Required spots that show the QR code. */
  qrCoverage: Threshold.nullable(),

  // Evaluation
  satisfactionEveryMonths: Count,
  qualityEvaluationEveryMonths: Count.nullable(),
  selfRunSatisfactionEveryMonths: Count.nullable(),
  /** 物业 reports to 业委会 on its duty (述职评议). */
  dutyReportEveryMonths: Count.nullable(),
  committeeReviewEveryMonths: Count.nullable(),
  semiServiceReviewEveryMonths: Count.nullable(),
  contractInspectionEveryMonths: Count.nullable(),
  contractInspectionCoverage: Threshold.nullable(),
  rankingEveryMonths: Count.nullable(),
  /** Places from the top and from the bottom of a ranking that are published. */
  rankingPlaces: Count.nullable(),
  bulletinEveryMonths: Count.nullable(),
  creditPublishedEveryMonths: Count.nullable(),
  /** Satisfaction that leads to a vote on keeping 物业. */
  satisfactionLow: Threshold.nullable(),
  /** Satisfaction that is worth passing on. */
  satisfactionHigh: Threshold.nullable(),
  /** In a self-run community: satisfaction from which on a professional company is proposed. */
  selfRunSatisfactionLow: Threshold.nullable(),
  /** Yearly satisfaction that may start forced clearing. */
  clearingSatisfaction: Threshold.nullable(),
  /** Complaints fall by this share between the two years. */
  complaintDecrease: z.strictObject({ share: Amount, from: z.int(), until: z.int() }).nullable(),

  // Strikes
  failedRectificationsToPenalty: Count.nullable(),
  warningsToVote: Count.nullable(),
  lowRatingsToClearing: Count.nullable(),
  committeeFailuresToElection: Count.nullable(),
  committeeFailureMonths: Count.nullable(),
  /** Breaches of contract that are followed by a reminder. */
  breachReminderRate: Threshold.nullable(),

  // 业委会
  committeePartyShare: Threshold.nullable(),
  committeePartyMembers: Threshold.nullable(),
  /** Alternates for each full member. */
  alternateShare: Threshold.nullable(),
  /** Vacant seats that demand an election. */
  vacancyToElection: Threshold.nullable(),
  committeeTrainingsPerYear: Count.nullable(),
  /** Major matters that the party organisation of 社区 reviewed before the vote. */
  preReviewRate: Threshold.nullable(),

  // Companies and contracts
  takeoverMonths: Count.nullable(),
  blacklistBanYears: Count.nullable(),
  bidRiggingBanYears: Count.nullable(),
  contractFilingWorkingDays: Count.nullable(),
  companyFilingDays: Count.nullable(),
  /** Days before a contract ends on which its parties are reminded. */
  contractEndReminderDays: Counts,
  /** Yuan per square metre and month from which on a calculation is demanded. */
  priceToCalculate: Threshold.nullable(),

  // Fees
  /** Overdue households that a reminder has reached (温馨催费). */
  feeReminderCoverage: Threshold.nullable(),
  /** Collection that is worth special attention. */
  collectionLow: Threshold.nullable(),

  // Buildings
  liftRenewalYears: Threshold.nullable(),
  fireTestsPerYear: Count.nullable(),
  fireDrillsPerYear: Count.nullable(),
  chargerLeaseYears: Threshold.nullable(),

  // Posts
  leaderCoverage: Threshold.nullable(),
  propertyClerksPerDistrict: Count.nullable(),
  propertyClerksPerStreet: Count.nullable(),
  supervisorsPerCounty: Count.nullable(),

  // Data that ages
  /** A telephone number that nobody has checked for so long is shown as 请核对. */
  phoneCheckMonths: Count,
  /** 社区 hears so long before a paper ends. */
  packEndNoticeDays: Amount,
})
export type PolicyValues = z.infer<typeof PolicyValues>
export type PolicyKey = keyof PolicyValues

/** The names of all values. */
export const policyKeys = Object.keys(PolicyValues.shape) as PolicyKey[]
