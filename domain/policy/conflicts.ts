import type { Category } from '../triage.ts'

/** One of the things that papers say of a disputed question. */
export interface Side {
  says: string
  /** A routing row, a rule, or a law. */
  from: string
}

/** A question on which the papers contradict each other: it is laid open and 街道 is asked, never decided here. */
export interface Conflict {
  id: string
  question: string
  categories: readonly Category[]
  sides: readonly [Side, Side, ...Side[]]
}

/** The contradictions known so far. */
export const conflicts: readonly Conflict[] = [
  {
    id: 'C-01',
    question: '超政府指导价收费归谁查处',
    categories: ['fee'],
    sides: [
      { says: '市场监管部门', from: 'R-14' },
      { says: '发改部门', from: 'R-15' },
    ],
  },
  {
    id: 'C-02',
    question: '物业的消防责任归谁监督',
    categories: ['fire_safety', 'ev_charging'],
    sides: [
      { says: '公安（派出所）', from: 'R-05' },
      { says: '消防救援机构', from: 'R-07' },
    ],
  },
  {
    id: 'C-03',
    question: '噪声扰民劝不住归谁查处',
    categories: ['noise'],
    sides: [
      { says: '城管（综合执法）部门', from: 'R-09' },
      { says: '公安（派出所）', from: '治安管理处罚法 第八十八条' },
    ],
  },
  {
    id: 'C-04',
    question: '装修押金能不能收',
    categories: ['decoration', 'fee'],
    sides: [
      { says: '可以按协议收、到期要退', from: 'S4-12' },
      { says: '不得用押金变相收费', from: 'S2-18' },
      { says: '不得只收不退', from: 'S0-57' },
    ],
  },
]
