import { describe, expect, it } from 'vitest'
import type { Category } from '../../../domain/triage.ts'
import { triageByRules } from '../../../domain/understanding/triage-by-rules.ts'

/** What anybody would say to the bot first; however the tables and the classifier are tuned, these have to stay understood. */
const reports: Partial<Record<Category, string>> = {
  'repair.water':
    '我家漏水了 厕所堵了 3号楼2单元501厨房下水堵了 楼上往我家滴水 水龙头坏了关不上 12-2-501厨房返水',
  'repair.electric': '楼道灯不亮 5号楼1单元楼道灯坏了 家里插座没电 声控灯坏了 地库灯不亮',
  'repair.elevator':
    '3号楼2单元电梯不动了 电梯坏了 电梯停了 3号楼2单元电梯停了，请维修 电梯按键没反应 三号楼二单元电梯又坏了，我抱着孩子爬七楼',
  'repair.door_access': '门禁坏了 单元门打不开 5号楼2单元门禁刷卡没反应 对讲坏了',
  'repair.structure': '屋顶漏雨 墙上裂了一道大缝 外墙渗水',
  heating: '暖气不热 5号楼没暖气 家里才十五度，暖气不行',
  gas: '停气了 没有天然气，做不了饭',
  water_supply: '停水了 家里没水 水压太小 水发黄',
  power_supply: '停电了 8号楼停电了 整栋楼没电',
  telecom: '网断了 宽带没网 家里没信号',
  cleaning: '楼道没人打扫 垃圾没人清 垃圾桶满了 楼道里一股尿味',
  greening: '树枝挡窗户 草坪没人管都黄了 树倒了没人收拾',
  security: '保安睡觉 电动车被偷了 陌生人随便进',
  parking: '车位被占了 有人乱停车 道闸坏了',
  ev_charging: '充电桩坏了 有人在楼道给电动车充电 有人飞线充电',
  fire_safety: '消防通道被车堵了 灭火器过期了 楼道堆满杂物',
  noise: '楼上半夜太吵 广场舞声音太大',
  illegal_building: '有人在楼顶私搭乱建 一楼把承重墙砸了',
  pets: '谁家狗一直叫 狗屎没人清理 遛狗不牵绳',
  high_throwing: '楼上往下扔垃圾 有人高空抛物',
  fee: '物业费太贵了不合理 乱收费 停车费乱涨价',
  public_revenue: '公共收益从来没公示 电梯广告的钱去哪了',
  service_attitude: '物业态度太差 物业电话没人接',
  decoration: '楼上装修太吵 装修垃圾堆在门口',
  committee: '业委会不作为 业委会选举不公开',
  facility: '南门路灯不亮 健身器材坏了 路面坑坑洼洼 滑梯坏了',
}

describe('an ordinary report', () => {
  const cases = Object.entries(reports).flatMap(([category, cell]) =>
    cell.split(' ').map((text) => [text, category] as const),
  )

  it.each(cases)('%s is about %s', (text, category) => {
    const triage = triageByRules(text, { isAddressed: true })

    expect(triage.intent).toBe('complaint')
    expect(triage.category).toBe(category)
    expect(triage.urgency).not.toBe('emergency')
  })
})

describe('ordinary talk', () => {
  const talk =
    '今天天气真好 收到 谢谢大家 哈哈哈 谁家的猫丢了 有人拼单吗 二手婴儿车转让 明天几点开会 物业费怎么交 在哪交停车费 同意 1 电梯修好了，谢谢 昨天停水，今天来水了 明天上午停水检修 新闻上说有个小区着火了'

  it.each(talk.split(' ').map((text) => [text]))('%s is no report', (text) => {
    expect(triageByRules(text, { isAddressed: true }).isComplaint).toBe(false)
  })
})
