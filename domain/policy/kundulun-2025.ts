import type { Pack } from './pack.ts'

/** 昆都仑区 2025: a draft for comment; its values count where a community names it, and residents never read it as 依据. */
export const kundulun2025: Pack = {
  id: 'kundulun-2025',
  title: '昆都仑区物业服务管理提升行动实施方案',
  document: '昆都仑区物业服务管理提升行动实施方案',
  jurisdiction: '包头市昆都仑区',
  status: 'draft',
  validFrom: null,
  validTo: null,
  values: {
    dissuasionReportHours: { value: 24, rule: 'S3-43', section: '三(九)' },
    communityMediationDays: { value: 30, rule: 'S3-45', section: '三(十)' },
    administrativeMediationDays: { value: 30, rule: 'S3-46', section: '三(十)' },
    disputeLadder: {
      value: ['district', 'administrative', 'judicial'],
      rule: 'S3-44',
      section: '三(十)',
    },
    meetingsPerQuarter: { value: 1, rule: 'S3-09', section: '三(四)' },
    feesDisclosedEveryMonths: { value: 6, rule: 'S3-12', section: '三(五)1' },
    feesShownDays: { value: 15, rule: 'S3-12', section: '三(五)1' },
    committeeReviewEveryMonths: { value: 6, rule: 'S3-33', section: '三(六)2' },
    rankingEveryMonths: { value: 3, rule: 'S3-10', section: '三(五)1' },
    rankingPlaces: { value: 3, rule: 'S3-10', section: '三(五)1' },
    committeeFailuresToElection: { value: 2, rule: 'S3-35', section: '三(六)2' },
    committeeFailureMonths: { value: 12, rule: 'S3-35', section: '三(六)2' },
    committeePartyShare: { value: { is: 'at_least', value: 0.5 }, rule: 'S3-22', section: '三(六)1' },
    committeePartyMembers: { value: { is: 'at_least', value: 3 }, rule: 'S3-22', section: '三(六)1' },
    alternateShare: { value: { is: 'at_most', value: 0.5 }, rule: 'S3-24', section: '三(六)1' },
    vacancyToElection: { value: { is: 'above', value: 0.5 }, rule: 'S3-26', section: '三(六)1' },
    committeeTrainingsPerYear: { value: 2, rule: 'S3-28', section: '三(六)2' },
    chargerLeaseYears: { value: { is: 'at_least', value: 1 }, rule: 'S3-73', section: '三(十一)3' },
  },
}
