import type { Category } from '../triage.ts'
import type { AuthorityId } from './authorities.ts'

/** Which authority answers for an issue, and where that is written. */
export interface RoutingRow {
  id: string
  /** In our own words. */
  issue: string
  authority: AuthorityId
  /** How the document names it. */
  named: string
  pack: string
  section: string
  /** A few words of the document by which the place is found. */
  phrase: string
}

type Row = readonly [
  id: string,
  issue: string,
  authority: AuthorityId,
  named: string,
  section: string,
  phrase: string,
]

function rowsOf(pack: string, rows: readonly Row[]): RoutingRow[] {
  return rows.map(([id, issue, authority, named, section, phrase]) => ({
    id,
    issue,
    authority,
    named,
    pack,
    section,
    phrase,
  }))
}

/** Every statement of the documents on who answers for what. */
// biome-ignore format: one row a line reads as the table it is
export const routingRows: readonly RoutingRow[] = [
  ...rowsOf('baotou-2026', [
    ['R-30', '水、电、气、热、通信的诉求', 'supplier', '专营单位', '七(一)', '24小时内响应并办结'],
    ['R-31', '保修期内的开裂、渗漏', 'developer', '开发企业', '七(三)', '压实开发企业维修责任'],
    ['R-32', '消防没验收、房顶地库渗水、地面塌陷、绿化欠账', 'government', '属地政府', '七(三)', '依法追溯开发企业主体责任'],
  ]),
  ...rowsOf('zhoukou-draft', [
    ['R-01', '治安', 'police', '公安局', '二·3', '违反治安管理规定的行为'],
    ['R-02', '物业拦着用水、用电、用公共设施', 'police', '公安局', '二·3', '违规阻拦群众合法用水、用电'],
    ['R-03', '物业交接中的违法犯罪', 'police', '公安局', '二·3', '项目交接过程中的违法犯罪行为'],
    ['R-07', '物业消防违法、火灾隐患', 'fire', '消防救援支队', '二·7', '督促物业企业整改火灾隐患'],
    ['R-08', '私搭乱建、占公共道路绿地', 'city_management', '城市管理局', '二·6', '私搭乱建'],
    ['R-11', '是不是违法建筑', 'planning', '自然资源和规划局', '二·8', '违法建筑的认定'],
    ['R-13', '电梯安全', 'market', '市场监督管理局', '二·5', '电梯安全的投诉举报'],
    ['R-14', '不按合同、不按指导价收费，捆绑消费', 'market', '市场监督管理局', '二·5', '不按政府指导价收费'],
    ['R-15', '超政府指导价收费', 'price', '发改部门', '三(二)6', '超出政府指导价的违规收费行为'],
    ['R-20', '物业拒不公示', 'housing', '物业管理行政主管部门', '三(二)5', '拒不公示的物业企业'],
    ['R-23', '调解委员会的规矩', 'justice', '司法局', '二·9', '健全物业纠纷调解制度'],
    ['R-33', '治安、环保、消防、违建问题的移交', 'street', '街道办事处', '二·11', '按职责分工移交'],
    ['R-34', '业主、业委会、物业之间的纠纷', 'street', '街道办事处', '二·11', '各类矛盾纠纷'],
    ['R-38', '物业行业党建', 'party_work', '社会工作部', '二·10', '物业行业党的建设'],
  ]),
  ...rowsOf('kundulun-2025', [
    ['R-04', '养犬、流浪狗', 'police', '公安分局', '四(二)6', '规范小区居民养犬行为'],
    ['R-05', '物业有没有尽消防责任', 'police', '公安分局', '四(二)6', '履行消防安全职责的情况'],
    ['R-06', '堵消防通道、飞线充电、易燃易爆', 'fire', '消防救援大队', '四(二)7', '堵塞占用消防通道、飞线充电'],
    ['R-09', '违建、开门窗、毁绿、摆摊、噪声、家禽家畜', 'city_management', '城市管理综合执法局', '四(二)5', '私搭乱建、噪声污染'],
    ['R-12', '物业用房、议事用房的规划', 'planning', '自然资源局', '四(二)8', '规划设计、审查、核实'],
    ['R-16', '物业收费、无照经营、电梯安全管理', 'market', '市场监督管理局', '四(二)4', '物业服务收费、无照经营'],
    ['R-18', '制定指导价、参考价', 'price', '发改委', '四(二)1', '物业服务收费政府指导价'],
    ['R-21', '物业不尽责、不公示', 'housing', '区住建局', '四(一)5', '对物业管理行为进行监督检查'],
    ['R-24', '普法、巡回调解', 'court_and_justice', '区人民法院、司法局', '四(二)3', '开展巡回调解工作'],
    ['R-25', '业委会法人登记', 'civil_affairs', '民政局', '四(二)9', '业主委员会法人登记'],
    ['R-26', '安全生产检查', 'emergency', '应急管理局', '四(二)10', '进行安全生产检查'],
    ['R-27', '没有物业的小区', 'state_company', '昆仑新发展公司', '四(二)11', '无物业小区兜底'],
    ['R-29', '已移交的水电气热设施', 'supplier', '专营单位', '四(四)', '专业化维护管理'],
    ['R-35', '12345和各平台反映的物业问题', 'street_and_district', '街镇、社区', '四(三)5', '处理12345及各类平台反映投诉'],
    ['R-36', '业委会违法违规的决定', 'street', '街镇', '四(三)1', '责令限期改正或撤销其决定'],
  ]),
  ...rowsOf('kundulun-2020', [
    ['R-10', '毁绿、摆摊、户外广告、违规搭建', 'city_management', '综合执法局', '四(二)', '侵占物业管理范围内城市绿化'],
    ['R-17', '明码标价、价格纠纷', 'market', '市场监督管理局', '四(二)', '明码标价收费公示'],
    ['R-19', '保障性住房收费备案', 'price', '发改委', '四(二)', '物业收费备案工作'],
    ['R-22', '物业信访投诉、行政调解', 'housing', '区住建局', '四(二)', '物业服务管理信访投诉事项'],
    ['R-28', '物业补贴', 'finance', '财政局', '四(二)', '物业资金补贴'],
    ['R-37', '违反管理规约', 'district', '居民委员会', '四(二)', '违反管理规约的行为'],
  ]),
]

/** The rows of every code, the most telling first; what comes after `staff` is of no use to a resident. */
export const routes: Record<Category, { everybody: readonly string[]; staff?: readonly string[] }> = {
  'repair.water': { everybody: ['R-31', 'R-21'] },
  'repair.electric': { everybody: ['R-21'] },
  'repair.elevator': { everybody: ['R-13', 'R-16'] },
  'repair.door_access': { everybody: ['R-21'] },
  'repair.structure': { everybody: ['R-31', 'R-32'], staff: ['R-26'] },
  heating: { everybody: ['R-30', 'R-29'] },
  gas: { everybody: ['R-30', 'R-29'] },
  water_supply: { everybody: ['R-30', 'R-29'] },
  power_supply: { everybody: ['R-30', 'R-29'] },
  telecom: { everybody: ['R-30'] },
  cleaning: { everybody: ['R-21'], staff: ['R-33'] },
  greening: { everybody: ['R-09', 'R-10', 'R-08', 'R-32'] },
  security: { everybody: ['R-01'], staff: ['R-33'] },
  parking: { everybody: ['R-06', 'R-37'] },
  ev_charging: { everybody: ['R-06', 'R-07', 'R-21'], staff: ['R-05'] },
  fire_safety: { everybody: ['R-06', 'R-07', 'R-05', 'R-32'], staff: ['R-33', 'R-26'] },
  noise: { everybody: ['R-09'] },
  illegal_building: { everybody: ['R-09', 'R-08', 'R-11', 'R-10'], staff: ['R-33'] },
  pets: { everybody: ['R-04', 'R-09', 'R-37'] },
  high_throwing: { everybody: ['R-01'], staff: ['R-26'] },
  fee: {
    everybody: ['R-14', 'R-16', 'R-15', 'R-17', 'R-02', 'R-20', 'R-22'],
    staff: ['R-18', 'R-19', 'R-28', 'R-24'],
  },
  public_revenue: { everybody: ['R-20', 'R-21'] },
  service_attitude: {
    everybody: ['R-21', 'R-35', 'R-34', 'R-22', 'R-37', 'R-02'],
    staff: ['R-03', 'R-27', 'R-23'],
  },
  decoration: { everybody: ['R-37', 'R-09'] },
  committee: { everybody: ['R-36', 'R-34'], staff: ['R-25', 'R-12'] },
  facility: { everybody: ['R-21', 'R-32'], staff: ['R-26', 'R-12'] },
  other: { everybody: ['R-09', 'R-16'], staff: ['R-10', 'R-24', 'R-23', 'R-38'] },
}

/** What of a broad row concerns a kind of matter. */
export const partOf: Partial<Record<string, Partial<Record<Category, string>>>> = {
  'R-06': { parking: '堵消防通道', ev_charging: '飞线充电' },
  'R-09': {
    greening: '毁绿、砍树',
    noise: '噪声',
    illegal_building: '违建、擅自开门窗',
    pets: '家禽家畜',
    decoration: '擅自改结构、开门窗',
    other: '摆摊',
  },
  'R-10': { greening: '毁绿、占绿', illegal_building: '没批准的搭建', other: '摆摊、户外广告' },
  'R-16': { fee: '物业收费', 'repair.elevator': '电梯安全管理', other: '无照经营' },
  'R-32': {
    'repair.structure': '房顶、地库渗水',
    greening: '没按规划绿化',
    fire_safety: '消防设施没验收',
    facility: '地面塌陷',
  },
}
