import type { Intent, TriageContext } from '../triage.ts'
import type { Matter } from './choose-category.ts'
import { grievanceOf } from './grievance.ts'
import type { IntentCue } from './intent-words.ts'
import type { Hits } from './lexicon.ts'

/** What was read of one text before its purpose is decided. */
export interface Reading {
  normal: string
  hits: Hits
  matter: Matter | null
  hasAddress: boolean
  context: TriageContext
}

/** A decision on purpose; `strength` says how far the words for it outweigh those against. */
export interface Decision {
  intent: Intent
  strength: number
}

/** What all rules of intent look at. */
interface Case extends Reading {
  grievance: number
  has(...cues: IntentCue[]): boolean
  count(cue: IntentCue): number
}

type Rule = (of: Case) => Intent | null

const short = 14
const toBot = /^@(?:小邻|小助手|助手|机器人|BOT|智能)[^\s,:]*[\s,:]*/u
const bareCommand = /^(?:帮助|菜单|HELP|\/\S+|我的工单|查工单|查进度|进度 ?\d+|小邻安静)$/u
const order =
  /^(?:请|帮我?|给我?|把)?(?:导出|统计|汇总|查|查询|查看|看看|列|发我|把.{1,12}发|关闭|打开|开启|设置|订阅|取消|提醒|帮助|菜单|生成|电话|通讯录|推送|绑定|登记楼)/u
const addressWords = /[A-Z]?\d{0,4}(?:号楼|栋|幢|座|单元|室|户|门|#|-)?/gu
const offices: readonly TriageContext['role'][] = ['property', 'committee', 'district_staff']
const heading = /^(?:【|各位|尊敬|通知|温馨|紧急|社区通知|物业通知)/u
const toSomebody = /^(?:@|请问|为什么)/u
const bareVote = /^(?:\d{1,2}|[A-F]|[选投][A-F\d]|\+1|[√✓✔]|是|否)[.。!,]*$/u
const vote =
  /^(?:我家?|我们家|家里|都|全家)?(?:也)?(?:不?同意|赞成|不赞成|反对|弃权|没意见|无意见|无异议|都行|都中|中|不?支持|基本满意|一般)/u
const plainVote = /(?:同意|赞成|反对|弃权|没意见|[选投][A-F\d一二三])[。.!]*$/u
const mayChoose = /^.{0,16}[选投要]/u
const choice = /^(?:我家?|我们家)?(?:选|投|要)(?:[A-F\d一二三四]|第|方案|\S{2,6}$)/u
const supplement =
  /^(?:是|就是|不是|应该是|刚才|刚说|补充|更正|说错了)?[^,。]{0,8}(?:不是|刚才说|更正|补充一下|打错)/u
const question = /[?吗么呢没不]$|\?|吗|请问|问一下|问下|想问|几点/u

/** Points of small talk; against them stands how much the text sounds like a grievance. */
const smallTalk: Partial<Record<IntentCue, number>> = { market: 2.5, askNeighbour: 2.2, chat: 1.2, talk: 2.6 }
const forwarded = /^(?:转|转发|转载):/u

/** Decides what a text is for, by the first rule that recognises it. */
export function decideIntent(reading: Reading): Decision {
  const cues = new Map<IntentCue, number>()
  for (const hit of reading.hits.intent) cues.set(hit.sense.cue, (cues.get(hit.sense.cue) ?? 0) + 1)
  const subject: Case = {
    ...reading,
    grievance: grievanceOf(reading),
    count: (cue) => cues.get(cue) ?? 0,
    has: (...wanted) => wanted.some((cue) => cues.has(cue)),
  }
  for (const rule of rules) {
    const intent = rule(subject)
    if (intent) return { intent, strength: subject.grievance }
  }
  return { intent: 'chatter', strength: subject.grievance }
}

const rules: Rule[] = [
  command,
  poll,
  notice,
  withdrawal,
  dissatisfaction,
  satisfaction,
  meeting,
  fee,
  praise,
  urging,
  small,
  complaint,
  remark,
]

function command({ normal, has, grievance }: Case): Intent | null {
  if (bareCommand.test(normal)) return 'command'
  if (!toBot.test(normal)) return null
  const isOrder = order.test(normal.replace(toBot, ''))
  return isOrder || (grievance < 2.5 && !has('urge', 'notFixed')) ? 'command' : null
}

function poll({ normal, grievance, has }: Case): Intent | null {
  if (bareVote.test(normal)) return 'poll_answer'
  if (normal.length > 40 || has('notFixed') || !(has('poll') || mayChoose.test(normal))) return null
  const rest = normal.replace(addressWords, '').replace(/^[\s,。:的-]+/u, '')
  const isVote =
    vote.test(rest) ||
    /^[选投][A-F\d]/u.test(rest) ||
    (has('poll') && plainVote.test(normal)) ||
    (choice.test(rest) && grievance < 2)
  return isVote && grievance < 3 ? 'poll_answer' : null
}

function notice({ normal, count, has, context, grievance }: Case): Intent | null {
  const isOffice = offices.includes(context.role)
  if (isOffice && has('fixed')) return 'notice'
  const isPatrol = has('patrol')
  if (isPatrol && grievance > 3) return null
  const weight =
    count('notice') * 2 + (isOffice ? 3 : 0) - (isPatrol ? 3 : 0) - (toSomebody.test(normal) ? 2 : 0)
  const isHeaded = weight >= 2 && grievance < 5 && heading.test(normal)
  return weight >= 4 || isHeaded ? 'notice' : null
}

function withdrawal({ has, hits, grievance, normal }: Case): Intent | null {
  if (!has('withdraw')) return null
  if (has('notFixed')) return null
  const last = hits.intent.findLast((hit) => hit.sense.cue === 'withdraw')
  // 不用来了 at the end takes it all back; 算了 in the middle of a long rant does not.
  if (/但是|可是|不过|还是得|凭什么|谁说/u.test(normal)) return null
  return (last && normal.length - last.end <= short) || grievance < 6 ? 'withdraw' : null
}

function dissatisfaction({ has, normal }: Case): Intent | null {
  if (!has('notFixed')) return null
  if (/^(?:又|昨天|刚才)?\S{0,6}(?:没用过|没好意思)/u.test(normal)) return null
  return 'dissatisfied'
}

function satisfaction({ normal, has, count, grievance, hits }: Case): Intent | null {
  const isBare = /^(?:很|非常|挺|还)?满意(?:的)?[。!,]*$/u.test(normal)
  if (isBare) return 'satisfied'
  if (has('urge', 'now') && grievance > 3) return null
  const fixed = count('fixed')
  if (fixed > 0 && isFixedLast(hits, normal) && (grievance < 3.2 || has('thanks'))) return 'satisfied'
  return has('satisfiedWord') && has('thanks', 'fixed') && grievance < 3 ? 'satisfied' : null
}

// 修好了又坏 ends with the fault; 昨天坏的, 修好了 ends with the repair.
function isFixedLast(hits: Hits, normal: string): boolean {
  const fixed = hits.intent.findLast((hit) => hit.sense.cue === 'fixed')
  if (!fixed) return false
  const after = hits.grievance.filter((hit) => hit.start >= fixed.end && hit.sense.cue !== 'request')
  return (
    after.length === 0 &&
    !/[?吗没]$/u.test(normal) &&
    !/(?:什么时候|怎么|能不能|才能|就|不)\S{0,6}$/u.test(normal.slice(0, fixed.start))
  )
}

function meeting({ normal, has, grievance, hits }: Case): Intent | null {
  if (!has('meeting') || !question.test(normal)) return null
  const isUpset = hits.grievance.some(({ sense }) => sense.cue === 'protest' || sense.cue === 'fault')
  return grievance < (isUpset ? 3.5 : 6) ? 'meeting_question' : null
}

function fee({ normal, matter, has, grievance, hits }: Case): Intent | null {
  if (!has('feeAsk') || has('dispute')) return null
  const isMoney =
    matter?.category === 'fee' ||
    hits.matter.some((hit) => hit.sense.category === 'fee' && hit.sense.strength === 'topics')
  return (isMoney || /卡|钱|费|交/u.test(normal)) && grievance < 6 ? 'fee_question' : null
}

function praise({ has, count, grievance }: Case): Intent | null {
  if (!has('praise') || has('sarcasm', 'notFixed')) return null
  return grievance < 2.5 + count('praise') * 1.5 + count('thanks') ? 'praise' : null
}

function urging({ has, count, matter, grievance }: Case): Intent | null {
  if (!has('urge')) return null
  return grievance >= 2 || matter || count('urge') > 1 ? 'urge' : null
}

// Talk among neighbours: things for sale, questions to each other, news, elsewhere, long ago.
function small({ count, has, grievance, normal, hasAddress }: Case): Intent | null {
  let against = 0
  for (const [cue, points] of Object.entries(smallTalk)) against += count(cue as IntentCue) * points
  against += (count('elsewhere') + count('news')) * (hasAddress ? 2 : 4)
  if (has('past') && !has('now')) against += 2.5
  if (forwarded.test(normal)) against += 3
  if (normal.length <= 8 && has('thanks', 'chat')) against += 2
  return against > grievance ? 'chatter' : null
}

function complaint({ grievance }: Case): Intent | null {
  return grievance >= complaintThreshold ? 'complaint' : null
}

/** Points from which a text counts as a grievance. */
export const complaintThreshold = 1.8

function remark({ normal, hasAddress }: Case): Intent | null {
  return supplement.test(normal) || (hasAddress && normal.length <= short) ? 'other' : null
}
