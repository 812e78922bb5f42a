import type { Pack } from './pack.ts'

/** 周口市: a draft for comment; its values count where a community names it, and residents never read it as 依据. */
export const zhoukouDraft: Pack = {
  id: 'zhoukou-draft',
  title: '周口市物业管理实施意见',
  document: '周口市物业管理实施意见',
  jurisdiction: '周口市',
  status: 'draft',
  validFrom: null,
  validTo: null,
  values: {
    disputeLadder: {
      value: ['committee', 'district', 'street', 'county_committee', 'city_committee'],
      rule: 'S2-45',
      section: '三(七)18',
    },
    meetingsPerQuarter: { value: 1, rule: 'S2-37', section: '三(五)16' },
    revenueDisclosedEveryMonths: { value: 3, rule: 'S2-21', section: '三(二)7' },
    jointAccountReconciledEveryMonths: { value: 1, rule: 'S2-25', section: '三(二)8' },
    jointAccountDisclosedEveryMonths: { value: 3, rule: 'S2-25', section: '三(二)8' },
    contractInspectionEveryMonths: { value: 3, rule: 'S2-14', section: '三(二)4' },
    contractInspectionCoverage: { value: { is: 'at_least', value: 0.1 }, rule: 'S2-14', section: '三(二)4' },
    bulletinEveryMonths: { value: 3, rule: 'S2-50', section: '六(三)' },
    clearingSatisfaction: { value: { is: 'below', value: 0.6 }, rule: 'S2-27', section: '三(三)11' },
    lowRatingsToClearing: { value: 2, rule: 'S2-27', section: '三(三)11' },
    committeePartyShare: { value: { is: 'above', value: 0.5 }, rule: 'S2-35', section: '三(五)14' },
    takeoverMonths: { value: 6, rule: 'S2-29', section: '三(三)11' },
    contractFilingWorkingDays: { value: 15, rule: 'S2-13', section: '三(二)4' },
    propertyClerksPerDistrict: { value: 1, rule: 'S2-09', section: '三(一)2' },
    propertyClerksPerStreet: { value: 3, rule: 'S2-08', section: '三(一)2' },
    supervisorsPerCounty: { value: 5, rule: 'S2-08', section: '三(一)2' },
  },
}
