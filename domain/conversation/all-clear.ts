import type { Category } from '../triage.ts'
import { normaliseText } from '../understanding/normalise-text.ts'

/** Longer words tell more than that it is over. */
const longest = 40
const done = '[了啦咯喽嘞]'
const always = `(?:修好|弄好|搞好|整好|解决|恢复|搞定|正常|没事|好)${done}|恢复正常|已经?(?:修复|恢复|解决)|完全好了|(?:可以|能)用${done}`

/** What it sounds like when a fault of this kind is over; 停了 is the end of a noise and the beginning of an outage. */
const over: Partial<Record<Category, string>> = {
  'repair.water': `不(?:漏|滴|堵|冒|返|反|渗)${done}|通${done}|止住${done}|停${done}`,
  'repair.electric': `亮(?:起来)?${done}|来电${done}|有电${done}`,
  'repair.elevator': `(?:能坐|能用|动|运行|放出来|救出来|出来|不响|不抖|不晃)${done}`,
  'repair.door_access': `(?:能开|能关上?|关上|能刷|刷开|打开)${done}`,
  'repair.structure': `不(?:漏|渗|掉)${done}|补上${done}`,
  heating: `(?:热|暖和|热乎|烫|升上来|上来)(?:起来)?${done}|来暖${done}|不漏${done}`,
  gas: `(?:没味|味散|散|来气|有气)${done}|没有?味(?:道|儿)?${done}`,
  water_supply: `(?:来|有)水${done}|水来${done}`,
  power_supply: `(?:来|有)电${done}|电来${done}|亮${done}`,
  telecom: `(?:来|有)(?:网|信号)${done}|(?:连上|通|能上)${done}`,
  cleaning: `干净${done}|(?:清|扫|拉走|收走|擦|清走|打扫|冲)(?:干净|完|好)?${done}`,
  greening: `(?:剪|修剪|清|扶正|浇)${done}`,
  security: `(?:走|离开|抓住|开)${done}`,
  parking: `(?:挪|挪走|挪开|开走|抬|抬杆|让开|通)${done}`,
  ev_charging: `(?:挪|挪走|推走|拔|拔下来|拆|能充)${done}`,
  fire_safety: `(?:挪|挪走|挪开|开走|清|清走|搬走|灭|扑灭|散)${done}`,
  noise: `(?:停|不响|安静|消停|关|不吵|走|没声)${done}`,
  decoration: `(?:停|不响|安静|消停|不吵)${done}`,
  high_throwing: `(?:不扔|收|拿走|停)${done}`,
  pets: `(?:牵走|领走|拴上|铲|找到|清|不叫)${done}`,
  facility: `(?:盖上|补上|扶正|亮|修|挪回去)${done}`,
}
/** What stands right before such a word and turns it round. */
const turned = '(?<![没不未又别才能想要给赶快]|怎么|什么时候|还没|不会|就要)'
/** What comes with it and says that it is not over, or not known to be. */
const notOver =
  /又|还(?!喷|换|扫|给|送|专门)|但是?|可是|不过|别再|不要再|[吗没?]\s*$|才能|能不能|什么时候|以后/u

const patterns = new Map(
  [null, ...(Object.keys(over) as Category[])].map((category) => [
    category,
    new RegExp(`${turned}(?:${[always, category && over[category]].filter(Boolean).join('|')})`, 'u'),
  ]),
)

/** Whether words say that a matter of this kind is over: 抬了抬了, 来水了, 挪了不好意思. */
export function isAllClear(text: string, category: Category): boolean {
  const normal = normaliseText(text)
  if (normal.length > longest || notOver.test(normal)) return false
  return (patterns.get(category) ?? patterns.get(null))?.test(normal) ?? false
}

const staffDone =
  /已经?.{0,3}(?:修复|修好|修|更换|换|疏通|清理|清扫|打扫|处理(?:完|好)|恢复|解决|抬|放气|补|装好|调好|加固|排除|关闭)|(?:修|换|疏通|清理|清|补|装|调|弄|处理|抬|扫|收拾|排)(?:好|完|过|净|了)|请(?:您|你|业主|大家)?(?:确认|验收|观察|看看|看一下|试试|再试)|(?:运行|测试)正常|恢复(?:正常|供)|(?:来|有)(?:水|电|气|暖|网)了|不(?:漏|堵|响|滴)了/u
const staffUnderWay =
  /马上|正在|安排|预计|稍后|这就|已经?(?:派|通知|报|转|联系|登记|反馈|记录|出发)|明天|后天|下午|晚上|尽快|等待|待料|订(?:货|了)|请(?:提前|(?:各位|大家)(?!确认|看|监督|放心|验收|知悉))|将于|计划/u

/** Whether words of 物业 say that something has been dealt with: 已疏通，请您确认. */
export function isStaffDone(text: string): boolean {
  const normal = normaliseText(text)
  return staffDone.test(normal) && !staffUnderWay.test(normal) && !/[吗?]\s*$/u.test(normal)
}

const staffReply =
  /^(?:收到|好的|您好|你好|看到了?|知道了|马上|这就|正在|已|稍等|请问|抱歉|不好意思)|联系|安排|派(?:人|师傅|单)|出发|在路上|[\d一二两三五十几半](?:个)?(?:分钟|小时)|已经?(?:转|报|到|通知)|正在|预计|抢修|核实|跟进|处理中|请(?:您|大家|业主)?(?:稍等|放心|耐心)|拉(?:了|上)?警戒|离远点|转告|反馈/u

/** Whether words of 物业 answer what residents have said, and report nothing themselves. */
export function isStaffReply(text: string): boolean {
  return staffReply.test(normaliseText(text))
}
