import type { Category } from '../triage.ts'

/** Where two categories touch: when the words stand together, one of them gets extra points (or loses some). */
interface Boundary {
  when: RegExp
  add: Partial<Record<Category, number>>
}

export const boundaries: Boundary[] = [
  // A renovation is the matter, unless it breaks what carries the house.
  { when: /装修.{0,40}(?:噪|吵|钻|砸|灰|垃圾|施工|打孔|漏|中午|周末|早上|晚上|响)/u, add: { decoration: 3 } },
  { when: /装修垃圾/u, add: { decoration: 5, cleaning: -2 } },
  { when: /(?:承重墙|剪力墙|砸.{0,3}墙|打通)/u, add: { illegal_building: 6, decoration: -2 } },
  // Cars on the fire lane, things in the stairwell.
  { when: /(?:消防通道|登高面|生命通道|消防车)/u, add: { fire_safety: 5 } },
  {
    when: /(?:楼道|楼梯间|过道|走廊|通道).{0,14}(?:堆|摆满|摞|杂物|纸箱|鞋柜|储藏|放满|堵)/u,
    add: { fire_safety: 4, cleaning: -2 },
  },
  {
    when: /(?:垃圾|西瓜皮|剩饭|厨余).{0,8}(?:楼道|过道|门口)|(?:楼道|过道|门口).{0,10}(?:垃圾|厨余)/u,
    add: { cleaning: 3, fire_safety: -3 },
  },
  // Electric bicycles.
  {
    when: /(?:电动车|电瓶车|电车|电驴|电池|电瓶).{0,16}(?:充电|楼道|上楼|进楼|电梯|大厅|家里|屋里|充了)/u,
    add: { ev_charging: 5, 'repair.elevator': -2 },
  },
  {
    when: /(?:电瓶|电动车|自行车|快递|包裹|外卖|摩托).{0,6}(?:丢|偷|被盗|不见)/u,
    add: { security: 6, ev_charging: -2 },
  },
  { when: /充电(?:车)?位.{0,6}(?:占|停)/u, add: { parking: 3, ev_charging: 1 } },
  // Money outranks the thing it is paid for.
  {
    when: /(?:物业费|停车费|卫生费|管理费|公摊|取暖费|暖气费|水费|电费|押金|保证金).{0,24}(?:涨|贵|凭什么|退|多收|不合理|怎么算|扣|收)/u,
    add: { fee: 4 },
  },
  {
    when: /(?:多收|乱收|退钱|退费|涨价|涨到|收费.{0,6}(?:高|贵|乱)|凭什么.{0,6}(?:收|交|扣))/u,
    add: { fee: 3 },
  },
  {
    when: /(?:公示|公开|去哪|去向|明细|花哪|账).{0,14}(?:收入|收益|广告|维修资金|停车费)|(?:收入|收益|广告费|维修资金|停车费).{0,14}(?:公示|公开|去哪|去向|明细|哪去|若干|花哪|账)/u,
    add: { public_revenue: 5, fee: -1 },
  },
  {
    when: /(?:业委会|物管会|业主大会).{0,16}(?:账|公开|公示|换届|到期|选|投票|成员|签字|盖章|同意)/u,
    add: { committee: 5 },
  },
  // A lift out of order, though something dirty or noisy in it is another matter.
  { when: /电梯.{0,12}(?:痰|尿|屎|狗|臭|脏|垃圾|呕吐)/u, add: { cleaning: 3, 'repair.elevator': -2 } },
  {
    when: /电梯.{0,16}(?:坏|停了|停运|不动|困|异响|抖|晃|关不|开不|失灵|没反应|罢工|下坠|没修)/u,
    add: { 'repair.elevator': 3 },
  },
  {
    when: /电梯.{0,14}(?:响|声音|动静|广告|咯噔|异味|照明|灯|风扇|空调)|[东西左右]梯/u,
    add: { 'repair.elevator': 5, noise: -4, 'repair.electric': -3 },
  },
  { when: /电梯门/u, add: { 'repair.elevator': 4, 'repair.door_access': -4 } },
  {
    when: /(?:单元|楼|铁|玻璃|小|大)门.{0,8}(?:打不开|关不上|关不严|坏|敞|锁不|刷|开不|夹)|门禁|对讲|刷脸|人脸/u,
    add: { 'repair.door_access': 4 },
  },
  // Lamps.
  {
    when: /(?:小区|院里|院子|路上|广场|花园|门口那|大门|坡道|楼前|楼后).{0,6}(?<!声控|感应)灯/u,
    add: { facility: 3 },
  },
  {
    when: /(?:楼道|走廊|过道|楼梯|单元|大厅|门厅|地库|车库|声控|感应|楼层).{0,8}(?:灯|照明)/u,
    add: { 'repair.electric': 3 },
  },
  { when: /(?:路灯|地灯|庭院灯|景观灯|草坪灯)/u, add: { facility: 4, 'repair.electric': -2 } },
  // Water: from pipes, from the sky, from the mains.
  { when: /(?:下雨|雨天|雨后|雨).{0,12}(?:漏|渗|湿|滴|接水)/u, add: { 'repair.structure': 5 } },
  { when: /(?:暖气|地暖|分水器|供暖).{0,12}(?:漏|跑水|滴)/u, add: { heating: 3, 'repair.water': 1 } },
  {
    when: /(?:下水|马桶|地漏|厕所|厨房|卫生间|水管|水龙头|管道).{0,14}(?:堵|漏|渗|滴|返|冒|爆|溢|反|不通)/u,
    add: { 'repair.water': 4 },
  },
  { when: /(?:漏水|滴水|渗水|返水|积水|跑水|污水|下水道)/u, add: { 'repair.water': 2, noise: -2, fee: -2 } },
  { when: /(?:没水|停水|断水|不来水|没来水|水压|水流小|水质|黄水|水发黄|水浑)/u, add: { water_supply: 4 } },
  {
    when: /(?:整栋|整个楼|全楼|一栋楼|全小区|单元|号楼|栋|座).{0,8}(?:没电|停电|断电)/u,
    add: { power_supply: 3 },
  },
  {
    when: /(?:家里|我家|屋里|就我一家|插座|开关).{0,8}(?:没电|断电|跳闸|一半有电)/u,
    add: { 'repair.electric': 5 },
  },
  { when: /(?:整|全|都|大家|我们楼|咱楼|半个|一片|总).{0,8}(?:跳闸|没电|停电)/u, add: { power_supply: 4 } },
  { when: /(?:暖气|地暖|供暖|供热|热力|采暖)(?!费)/u, add: { heating: 3, water_supply: -2 } },
  { when: /不热|冰凉|冻得|暖气.{0,8}(?:凉|冷)/u, add: { heating: 3 } },
  { when: /热水.{0,8}(?:不热|才热|凉)/u, add: { water_supply: 5, heating: -3 } },
  // Falling from above: people throw, façades crumble.
  {
    when: /(?:往楼下|往下|从楼上|从窗户|窗外).{0,4}(?:扔|丢|泼|倒|抛|甩|吐|弹)|(?:扔|丢|泼|倒|抛).{0,6}(?:楼下|下来)/u,
    add: { high_throwing: 6, cleaning: -3 },
  },
  {
    when: /(?:外墙|墙皮|瓷砖|保温层|混凝土|水泥块|顶板).{0,12}(?:掉|落|砸|鼓)/u,
    add: { 'repair.structure': 3, high_throwing: -4 },
  },
  // Animals as the source.
  { when: /(?:狗|猫|鸽|鸡).{0,14}(?:叫|屎|粪|尿|拉|咬|绳|拴|栓|扑|吠|毛)/u, add: { pets: 4, noise: -3 } },
  { when: /(?:电梯|楼道).{0,10}(?:狗|猫).{0,4}(?:拉|尿|屎)/u, add: { cleaning: 3 } },
  // Noise from a source.
  {
    when: /(?:楼上|楼下|隔壁|邻居|半夜|凌晨|晚上|夜里).{0,18}(?:吵|响|闹|蹦|跳|跑|唱|弹|喊|咚|动静|声|麻将|拖)/u,
    add: { noise: 3 },
  },
  { when: /(?:遛狗|绿化|草坪|树).{0,10}(?:浇|修剪|剪|打药|枯|死|杂草|黄)/u, add: { greening: 3 } },
  // People who should answer and do not.
  {
    when: /(?:物业|管家|客服|前台|经理).{0,14}(?:不接|没人接|不回|拉黑|骂|态度|推|不理|挂|怼|敷衍|潜水|没有回复)/u,
    add: { service_attitude: 5 },
  },
  {
    when: /(?:保安|门岗|门卫).{0,14}(?:睡|玩|刷|不管|不拦|不查|不在|没人|随便)/u,
    add: { security: 4, service_attitude: -1 },
  },
  // Air of kitchens that earn money.
  {
    when: /(?:饭店|餐馆|饭馆|餐饮|烧烤|麻辣|火锅|商铺|楼下店).{0,20}(?:油烟|味|烟)|油烟/u,
    add: { other: 4 },
  },
  { when: /(?:摆摊|摊贩|流动摊|占道经营|快递柜|驿站)/u, add: { other: 3 } },
  // Fumes and taps of gas are gas, not fire or water.
  { when: /(?:燃气|煤气|天然气|停气|来气)/u, add: { gas: 4, 'repair.water': -1, fire_safety: -2 } },
  { when: /(?:着火|起火|冒烟|火苗|烧起来|浓烟)/u, add: { fire_safety: 4 } },
]
