import type { Random } from './random.ts'

/** Something a person of the sample community does. */
export interface Utterance {
  key: string
  kind: 'complaint' | 'relay' | 'hazard' | 'command' | 'words' | 'chatter' | 'click'
  chatId: string
  senderId: string
  /** For a click: how often to go round the buttons of the chat before taking one. */
  text: string
  nth: number
}

const group = 'g-jinxiu'
const staffGroup = 'g-jinxiu-staff'
const residents = ['liyang', 'wangmin', 'zhaojun', 'sunli', 'zhoujie']
const staff = ['wanggong', 'chenjingli', 'liushifu']
const everybody = [...residents, ...staff, 'hexiaomei', 'yangshuji']

/** Few places and few matters, so that many people report the same incident. */
const complaints = [
  (b: number, u: number) => `${b}号楼${u}单元电梯不动了`,
  (b: number, u: number) => `${b}号楼${u}单元楼道灯不亮`,
  (b: number, u: number) => `${b}号楼${u}单元门禁坏了，进不去`,
  (b: number) => `${b}号楼楼下垃圾好几天没人清`,
  (b: number) => `${b}号楼暖气不热`,
  (b: number, u: number) => `${b}号楼${u}单元水管漏水`,
  () => '我家厨房水管漏水',
  () => '地下车库的灯全灭了',
  () => '电梯又坏了',
]
const hazards = [
  (b: number, u: number) => `${b}号楼${u}单元有很大煤气味`,
  (b: number, u: number) => `${b}号楼${u}单元电梯困人了`,
  (b: number) => `${b}号楼楼道冒烟了`,
]
const relays = [
  (b: number) => `代报：1、${b}号楼1单元楼道灯不亮；2、${b}号楼2单元水管漏水；3、南门垃圾没人清`,
  (b: number) => `${b}号楼电梯不动了；另外${b + 1}号楼门禁坏了`,
]
const reporterCommands = ['进度', '好了', '没好', '催办', '撤回']
const staffCommands = ['接单', '已联系', '办结', '转派', '退回', '需要协调', '进度']
const afterNumber: Record<string, string> = {
  办结: ' 换了新的',
  转派: ' 王工',
  退回: ' 不是我们的管线',
  需要协调: ' 维修资金没批',
}
const words = [
  '好了',
  '已经好了，谢谢',
  '没好',
  '还没修好',
  '怎么还没人来',
  '2单元',
  '3',
  '刚才说错了，不报了',
]
const chatter = ['大家早上好', '今天天气真好', '谢谢物业师傅', '帮助', '我的诉求', '物业费怎么交', '哈哈哈']

const kinds: readonly Utterance['kind'][] = [
  ...Array<'complaint'>(7).fill('complaint'),
  ...Array<'command'>(5).fill('command'),
  ...Array<'words'>(2).fill('words'),
  'relay',
  'hazard',
  'chatter',
  'click',
  'click',
]

/** The first tickets of a community begin here. */
const firstNumber = 1001

/** What people say and do, one after the other; the same seed gives the same people and words. */
export function makeUtterances(random: Random, howMany: number): Utterance[] {
  return Array.from({ length: howMany }, (_, i) => makeUtterance(random, i))
}

function makeUtterance(random: Random, i: number): Utterance {
  // The first ones open something, so that commands have a ticket to be about.
  const kind = i < 5 ? 'complaint' : random.pick(kinds)
  const senderId = senderOf(kind, random)
  const chatId = chatOf(kind, senderId, random)
  const said = textOf(kind, senderId, i, random)
  const text = chatId.startsWith('g-') ? `@小邻 ${said}` : said
  return { key: `u${i}`, kind, senderId, chatId, text, nth: random.integer(0, 1_000) }
}

function senderOf(kind: Utterance['kind'], random: Random): string {
  if (kind === 'relay') return 'zhoujie'
  if (kind === 'click') return random.pick(staff)
  if (kind === 'command') return random.pick([...residents, ...staff, ...staff])
  return random.pick(kind === 'complaint' || kind === 'hazard' ? residents : everybody)
}

function chatOf(kind: Utterance['kind'], senderId: string, random: Random): string {
  const isStaff = !residents.includes(senderId)
  const groups = isStaff && (kind === 'command' || kind === 'click') ? [staffGroup] : [group]
  return random.pick([...groups, ...groups, `dm-${senderId}`])
}

function textOf(kind: Utterance['kind'], senderId: string, i: number, random: Random): string {
  const building = random.integer(1, 8)
  const unit = random.integer(1, 2)
  switch (kind) {
    case 'complaint':
      return random.pick(complaints)(building, unit)
    case 'hazard':
      return random.pick(hazards)(building, unit)
    case 'relay':
      return random.pick(relays)(building)
    case 'command': {
      const verb = random.pick(staff.includes(senderId) ? staffCommands : reporterCommands)
      return `${verb} ${firstNumber + random.integer(0, Math.ceil(i / 4))}${afterNumber[verb] ?? ''}`
    }
    case 'words':
      return random.pick(words)
    default:
      return random.pick(chatter)
  }
}
