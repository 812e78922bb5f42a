import type { Pack } from './pack.ts'

/** 昆都仑区, about 2020: its targets ended with 2020, and votes are law of the Civil Code since; the satisfaction bands are only here. */
export const kundulun2020: Pack = {
  id: 'kundulun-2020',
  title: '昆都仑区加强住宅小区物业管理工作实施方案',
  document: '昆都仑区加强住宅小区物业管理工作实施方案',
  jurisdiction: '包头市昆都仑区',
  status: 'expired',
  validFrom: null,
  validTo: '2020-12-31',
  values: {
    disputeLadder: {
      value: ['district', 'administrative', 'judicial', 'arbitration', 'court'],
      rule: 'S4-07',
      section: '三(一)4',
    },
    satisfactionEveryMonths: { value: 12, rule: 'S4-18', section: '三(四)2' },
    satisfactionLow: { value: { is: 'below', value: 0.6 }, rule: 'S4-19', section: '三(四)2' },
    // Exactly 85% is named by two bands; it counts as the better one, and a community may set `above` instead.
    satisfactionHigh: { value: { is: 'at_least', value: 0.85 }, rule: 'S4-21', section: '三(四)2' },
    semiServiceReviewEveryMonths: { value: 3, rule: 'S4-15', section: '三(四)1三' },
    failedRectificationsToPenalty: { value: 2, rule: 'S4-14', section: '三(四)1二' },
    warningsToVote: { value: 2, rule: 'S4-23', section: '三(五)' },
    bidRiggingBanYears: { value: 3, rule: 'S4-03', section: '三(一)1' },
  },
}
