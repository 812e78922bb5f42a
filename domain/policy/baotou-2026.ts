import type { Pack } from './pack.ts'

/** 包头市 2026: the document in force; appeals are answered within 24 hours of wall clock. */
export const baotou2026: Pack = {
  id: 'baotou-2026',
  title: '包头市物业服务管理提升（2026）',
  document: '包府办发〔2026〕38号',
  status: 'in_force',
  values: {
    answerHours: { value: 24, rule: 'S0-53', section: '七(一)' },
  },
}
