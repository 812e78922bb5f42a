import type { Pack } from './pack.ts'

/** 内蒙古 2018–2020: a programme that has ended; it still names kinds of violations, and gives no number that counts today. */
export const neimenggu2018: Pack = {
  id: 'neimenggu-2018',
  title: '内蒙古自治区物业服务管理方案（2018—2020年）',
  document: '内政办发〔2018〕54号',
  jurisdiction: '内蒙古自治区',
  status: 'expired',
  validFrom: '2018-09-13',
  validTo: '2020-12-31',
  values: {},
}
