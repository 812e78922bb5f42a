import type { PhoneKind } from '../phones.ts'

/** Who outside the community can be responsible: a name that fits anywhere, and whose number of the board reaches them. */
export const authorities = {
  police: { name: '公安（派出所）', phone: 'police' },
  fire: { name: '消防救援机构', phone: 'fire' },
  city_management: { name: '城管（综合执法）部门', phone: 'city_management' },
  planning: { name: '自然资源部门', phone: null },
  market: { name: '市场监管部门', phone: 'market' },
  price: { name: '发改部门', phone: null },
  housing: { name: '住建部门', phone: 'housing' },
  justice: { name: '司法行政部门', phone: null },
  court_and_justice: { name: '人民法院、司法行政部门', phone: null },
  civil_affairs: { name: '民政部门', phone: null },
  emergency: { name: '应急管理部门', phone: null },
  state_company: { name: '兜底的国有物业公司', phone: null },
  finance: { name: '财政部门', phone: null },
  supplier: { name: '供应单位', phone: null },
  developer: { name: '开发企业', phone: null },
  government: { name: '属地政府', phone: 'street' },
  street: { name: '街道', phone: 'street' },
  street_and_district: { name: '街道、社区', phone: 'street' },
  district: { name: '社区', phone: 'district' },
  party_work: { name: '社会工作部', phone: null },
} as const satisfies Record<string, { name: string; phone: PhoneKind | null }>
export type AuthorityId = keyof typeof authorities
