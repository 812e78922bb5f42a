import { describe, expect, it } from 'vitest'
import type { Hazard } from '../../../domain/triage.ts'
import { detectHazard } from '../../../domain/understanding/hazard.ts'
import { triageByRules } from '../../../domain/understanding/triage-by-rules.ts'

interface Told {
  now: string
  negated: string
  hypothetical: string
  inTheNews: string
  elsewhere: string
  past: string
  allClear: string
}

/** Each danger as it is told, and in each way of speaking in which it is none. */
const tellings: Record<Hazard, Told> = {
  gas: {
    now: '6号楼1单元楼道里煤气味特别大',
    negated: '没有煤气味，是隔壁刷油漆',
    hypothetical: '要是家里闻到煤气味该怎么办',
    inTheNews: '看新闻了吗，南方一个小区煤气泄漏炸了',
    elsewhere: '我老家小区昨天煤气泄漏，停了一天气',
    past: '去年咱们楼也有过一次煤气泄漏',
    allClear: '煤气味的事查清了，是虚惊，已经没味了',
  },
  fire: {
    now: '4号楼2单元楼道冒黑烟，着火了',
    negated: '没着火，是有人在院里烧纸',
    hypothetical: '楼道堆这么多东西，万一着火往哪跑',
    inTheNews: '刷到个视频，高层着火跑不出来',
    elsewhere: '隔壁小区着火了，来了三辆消防车',
    past: '前年车棚着火那次损失了十几辆车',
    allClear: '火已经扑灭了，没人受伤，大家放心',
  },
  trapped_in_lift: {
    now: '3号楼电梯困人了，里面有个孩子在哭',
    negated: '电梯没困人，就是停着检修',
    hypothetical: '如果被困在电梯里应该按哪个键',
    inTheNews: '新闻说有个商场电梯困住十几个人',
    elsewhere: '我们单位电梯今天困人了，困了半小时',
    past: '上次电梯困人物业半个小时才来',
    allClear: '困在电梯里的人已经救出来了，没事了',
  },
  electric_leakage: {
    now: '5号楼门口路灯杆漏电，孩子摸着麻手',
    negated: '不漏电，师傅拿电笔测过了',
    hypothetical: '下雨天要是路灯杆漏电怎么办',
    inTheNews: '新闻里有人踩水触电了，大家小心',
    elsewhere: '朋友小区的充电桩漏电，电着一只狗',
    past: '去年夏天路灯杆漏电电着过人',
    allClear: '漏电的线已经修好了，检测正常',
  },
  burst_main: {
    now: '地库主管道爆了，水往电梯井里灌',
    negated: '不是主管爆了，是楼上洗车的水',
    hypothetical: '万一主管爆了总阀在哪儿关',
    inTheNews: '新闻说市里主管网爆了，路上全是水',
    elsewhere: '对面小区主水管爆了，咱们没事吧',
    past: '去年冬天主管爆过一次，淹了地库',
    allClear: '爆的主管已经抢修完，恢复供水了',
  },
  falling_facade: {
    now: '8号楼外墙瓷砖往下掉，刚砸到门口的人',
    negated: '外墙没有掉瓷砖，是装修的扔下来一块板',
    hypothetical: '要是外墙瓷砖掉下来砸着人谁负责',
    inTheNews: '新闻里外墙皮掉下来砸车上了',
    elsewhere: '隔壁小区外墙掉下来砸了两辆车',
    past: '前年外墙掉下来过，砸了一辆车',
    allClear: '外墙松的那几块已经处理好了，围挡也撤了',
  },
  open_manhole: {
    now: '花园边井盖没了，有个老人掉井里了',
    negated: '没人掉井里，井盖是物业刚打开检修的',
    hypothetical: '如果有人掉进井里谁负责',
    inTheNews: '新闻说有个孩子掉进下水井了',
    elsewhere: '老家村里有人掉井里了',
    past: '前年有个大爷掉井里，后来井盖都换了',
    allClear: '掉井里的人已经救出来了，送医院了',
  },
  person_in_danger: {
    now: '快来人，我家老头晕倒了叫不醒',
    negated: '没有人晕倒，是坐那儿歇会儿',
    hypothetical: '如果有人晕倒应该先做什么',
    inTheNews: '视频里那人在地铁晕倒了，路人救的',
    elsewhere: '我同事昨天在单位晕倒了',
    past: '去年跳广场舞有位大妈晕倒过',
    allClear: '晕倒的大爷送医院了，人没事',
  },
}

const kinds = Object.entries(tellings) as [Hazard, Told][]

describe.each(kinds)('%s', (hazard, { now, ...others }) => {
  it(`is told by ${now}`, () => {
    expect(detectHazard(now)).toBe(hazard)
    expect(triageByRules(now, {})).toMatchObject({ hazard, urgency: 'emergency', isComplaint: true })
  })

  it.each(Object.entries(others))('is none when %s: %s', (_way, text) => {
    expect(detectHazard(text)).toBeNull()
    expect(triageByRules(text, {}).urgency).not.toBe('emergency')
  })
})
