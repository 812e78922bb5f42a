import type { Role } from '../../../domain/access.ts'
import { appealAnswer } from '../../../domain/appeal-words.ts'
import { addHours, startOfDay } from '../../../domain/clocks.ts'
import { hazardAdvice, untilHelpComes } from '../../../domain/hazard-advice.ts'
import type { Content } from '../../../domain/message.ts'
import { categoryTable } from '../../../domain/policy/categories.ts'
import { policyFor } from '../../../domain/policy/index.ts'
import { formatPublicPlace } from '../../../domain/understanding/place.ts'
import { triageByRules } from '../../../domain/understanding/triage-by-rules.ts'
import { askSolved, solvedLine, ticketCard } from '../../../domain/wording.ts'
import type { Community } from '../../../models/community.ts'
import type { ConsoleMessage } from '../../../models/console-world.ts'
import { appendConsoleMessages } from '../../../models/console-world.ts'
import { noteSent } from '../../../models/delivery.ts'
import { householdsOf } from '../../../models/household.ts'
import { addReport } from '../../../models/report.ts'
import type { Act, Ticket } from '../../../models/ticket.ts'
import { moveTicket, noteOnTicket, openTicket } from '../../../models/ticket.ts'

/** Somebody's words in a past day: who, where, when. `minutesAfter` counts from the first words of the matter. */
interface Said {
  who: string
  text: string
  minutesAfter: number
}

interface PastMatter {
  chat: 'group' | 'private'
  /** Chinese wall clock so many days ago; or so many minutes before the world begins. */
  when: { daysAgo: number; clock: string } | { minutesAgo: number }
  who: string
  text: string
  /** Neighbours who say the same. */
  also?: Said[]
  /** Small talk around it, which the bot leaves alone. */
  talk?: Said[]
  acceptedBy?: { who: string; minutesAfter: number }
  contactedAfter?: number
  resolved?: { note: string; minutesAfter: number }
  confirmed?: { text: string; minutesAfter: number }
}

const hour = 60

/** The last two weeks of the sample community, oldest first. */
export const pastMatters: readonly PastMatter[] = [
  {
    chat: 'group',
    when: { daysAgo: 13, clock: '09:20' },
    who: 'wangmin',
    text: '@小邻 3号楼2单元楼道灯三天不亮了',
    acceptedBy: { who: 'wanggong', minutesAfter: hour },
    resolved: { note: '换了声控开关和两个灯泡', minutesAfter: 5 * hour },
    confirmed: { text: '亮了，谢谢', minutesAfter: 10 * hour },
  },
  {
    chat: 'group',
    when: { daysAgo: 11, clock: '18:40' },
    who: 'zhaojun',
    text: '@小邻 东门道闸老是抬不起来，下班堵一长串',
    talk: [{ who: 'sunli', text: '昨天我也等了十分钟', minutesAfter: 6 }],
    acceptedBy: { who: 'liushifu', minutesAfter: 3 * hour },
    resolved: { note: '车牌识别相机已更换，试了一晚上正常', minutesAfter: 26 * hour },
    confirmed: { text: '好了', minutesAfter: 38 * hour },
  },
  {
    chat: 'group',
    when: { daysAgo: 8, clock: '08:05' },
    who: 'sunli',
    text: '@小邻 6号楼1单元门口垃圾两天没人清，一开门就是味',
    also: [{ who: 'liyang', text: '@小邻 6号楼1单元那堆垃圾确实该清了', minutesAfter: 20 }],
    acceptedBy: { who: 'wanggong', minutesAfter: 40 },
    resolved: { note: '已清运，改成每天早晚各一次', minutesAfter: 3 * hour },
    confirmed: { text: '清干净了', minutesAfter: 5 * hour },
  },
  {
    chat: 'private',
    when: { daysAgo: 6, clock: '19:30' },
    who: 'liyang',
    text: '公共收益一年没公示了，广告费都花到哪儿去了',
    acceptedBy: { who: 'hexiaomei', minutesAfter: 14 * hour },
    contactedAfter: 15 * hour,
  },
  {
    chat: 'private',
    when: { daysAgo: 3, clock: '10:15' },
    who: 'zhoujie',
    text: '5号楼2单元门禁刷卡没反应，老人进不去门',
    acceptedBy: { who: 'wanggong', minutesAfter: 30 },
    resolved: { note: '读卡器已换，旧卡都能用', minutesAfter: 54 * hour },
  },
  {
    chat: 'group',
    when: { daysAgo: 1, clock: '17:50' },
    who: 'wangmin',
    text: '@小邻 5号楼后面儿童滑梯断了一块，孩子容易划伤',
    talk: [
      { who: 'liyang', text: '周末有一起去东河骑车的吗', minutesAfter: 50 },
      { who: 'sunli', text: '算我一个', minutesAfter: 58 },
    ],
  },
  {
    chat: 'group',
    when: { minutesAgo: 25 },
    who: 'zhaojun',
    text: '@小邻 5号楼北墙瓷砖往下掉，差点砸到人',
    also: [{ who: 'zhoujie', text: '@小邻 五号楼北边墙皮还在掉，大家绕开走', minutesAfter: 4 }],
    acceptedBy: { who: 'wanggong', minutesAfter: 6 },
  },
]

/** Whom and what the past is told with; people by their ids in the simulator. */
export interface Cast {
  community: Community
  groupChat: { id: string; externalId: string }
  personOf(who: string): { personId: string; role: Role }
}

/** Writes two weeks of tickets and talk that end at `at`, with the operations and the words of real life. */
export async function plantHistory(cast: Cast, at: Date): Promise<void> {
  const lines: Line[] = []
  for (const [i, matter] of pastMatters.entries()) {
    const story = createStory(cast, matter, { cause: `sample:${i + 1}`, at })
    await story.open()
    await story.join()
    await story.handle()
    await story.close()
    lines.push(...story.lines)
  }
  lines.sort((a, b) => a.at.getTime() - b.at.getTime())
  await appendConsoleMessages(lines)
}

type Line = Omit<ConsoleMessage, '_id' | 'seq'>

/** Silence closes only what was really asked. */
async function noteAsked(ticket: Ticket, personId: string, content: Content, at: Date): Promise<void> {
  const { _id: ticketId, communityId } = ticket
  const to = { personId }
  const notice = {
    kind: 'ask-solved',
    to,
    audience: 'resident',
    priority: 'notice',
    ticketId,
    content,
  } as const
  await noteSent(
    { ...notice, cause: `sample:asked:${ticketId}`, communityId, notBefore: at, withheld: null },
    { at, platform: 'console', proof: 'planted' },
  )
}

function beginningOf({ when }: PastMatter, at: Date): Date {
  if ('minutesAgo' in when) return addHours(at, -when.minutesAgo / 60)
  const [hours = 0, minutes = 0] = when.clock.split(':').map(Number)
  return addHours(startOfDay(at), hours + minutes / 60 - when.daysAgo * 24)
}

function createStory(cast: Cast, matter: PastMatter, { cause, at }: { cause: string; at: Date }) {
  const { community, groupChat, personOf } = cast
  const { acceptedBy, contactedAfter, resolved, confirmed } = matter
  const begun = beginningOf(matter, at)
  const after = (minutes: number) => addHours(begun, minutes / 60)
  const ownChat = matter.chat === 'group' ? groupChat.externalId : `dm-${matter.who}`
  const triage = triageByRules(matter.text.replace('@小邻 ', ''), {})
  const lines: Line[] = []
  let ticket: Ticket | undefined

  function write(chatId: string, senderId: string, content: Content, time: Date): void {
    const key = `${cause}:${lines.length}`
    lines.push({ chatId, senderId, at: time, content, images: [], quote: null, key })
  }

  function answer(kind: 'open' | 'join', time: Date): void {
    if (!ticket) return
    const isGroup = matter.chat === 'group'
    const setting = { now: time, phones: community.phones, isGroup, hasImage: false, recordLines: 0 }
    const reply = appealAnswer([{ kind, text: matter.text, triage, ticket }], setting)
    const advice = triage.hazard && hazardAdvice(triage.hazard, formatPublicPlace(triage), community.phones)
    const text = [advice, reply?.text].filter(Boolean).join('\n')
    write(ownChat, 'xiaolin', { text }, time)
  }

  function act(step: string, who: string, minutes: number): Act {
    const { personId, role } = personOf(who)
    return { eventId: `${cause}:${step}`, by: personId, role, at: after(minutes) }
  }

  async function report(who: string, text: string, time: Date): Promise<void> {
    const { personId } = personOf(who)
    const [home] = await householdsOf(personId, community._id)
    await addReport({
      ticketId: ticket?._id ?? '',
      communityId: community._id,
      cause: `${cause}:${who}`,
      personId,
      chatId: matter.chat === 'group' ? groupChat.id : ownChat,
      isFromGroup: matter.chat === 'group',
      isRelayed: false,
      voice: home?._id ?? personId,
      room: null,
      text: text.replace('@小邻 ', ''),
      images: [],
      at: time,
    })
  }

  function paged(): string[] {
    return triage.hazard && acceptedBy ? [personOf(acceptedBy.who).personId] : []
  }

  /** What is still waiting lies with the manager, too. */
  function showCard(shown: Ticket): void {
    const chats = acceptedBy ? ['g-jinxiu-staff'] : ['g-jinxiu-staff', 'dm-chenjingli']
    for (const chat of chats) write(chat, 'xiaolin', ticketCard(shown, 1, begun), begun)
  }

  return {
    lines,
    async open() {
      const { building, unit, room, place, urgency, summary, hazard } = triage
      const category = triage.category ?? 'other'
      const what = { category, urgency, summary, hazard, building, unit, room, place }
      const answerBy = addHours(begun, policyFor(community, 'answerHours'))
      const team = hazard ? 'property' : categoryTable[category].owner
      const facts = { communityId: community._id, cause, team, answerBy, pagedIds: paged() }
      ticket = await openTicket({ ...what, ...facts }, act('opened', matter.who, 0))
      await report(matter.who, matter.text, begun)
      write(ownChat, matter.who, { text: matter.text }, begun)
      answer('open', begun)
      if (team === 'property') showCard(ticket)
    },
    async join() {
      for (const { who, text, minutesAfter } of matter.talk ?? []) {
        write(ownChat, who, { text }, after(minutesAfter))
      }
      for (const { who, text, minutesAfter } of matter.also ?? []) {
        await report(who, text, after(minutesAfter))
        write(ownChat, who, { text }, after(minutesAfter))
        answer('join', after(minutesAfter))
      }
    },
    async handle() {
      if (!ticket || !acceptedBy) return
      const { who, minutesAfter } = acceptedBy
      const set = { assigneeId: personOf(who).personId }
      const accepted = { ...act('accepted', who, minutesAfter), isAnswer: true, set }
      ticket = await moveTicket(ticket._id, community._id, { ...accepted, to: 'accepted' })
      const meanwhile = ticket.hazard && untilHelpComes(ticket.hazard)
      const coming = `${ticket.summary}：值班人员已回应，正在赶去，${meanwhile}。`
      if (meanwhile) write(ownChat, 'xiaolin', { text: coming }, after(minutesAfter))
      if (!contactedAfter) return
      const contacted = { ...act('contacted', who, contactedAfter), isAnswer: true }
      await noteOnTicket(ticket._id, community._id, { ...contacted, kind: 'contacted' })
    },
    async close() {
      if (!ticket || !acceptedBy || !resolved) return
      const { note } = resolved
      const resolvedAt = after(resolved.minutesAfter)
      const closeCheckAt = addHours(resolvedAt, policyFor(community, 'silentCloseHours'))
      const done = { ...act('resolved', acceptedBy.who, resolved.minutesAfter), note }
      const set = { resolvedAt, resolvedBy: done.by, closeCheckAt }
      ticket = await moveTicket(ticket._id, community._id, { ...done, to: 'resolved', set })
      const question = askSolved(ticket, { side: ticket.team, at: resolvedAt, note }, resolvedAt)
      write(`dm-${matter.who}`, 'xiaolin', question, resolvedAt)
      await noteAsked(ticket, personOf(matter.who).personId, question, resolvedAt)
      if (!confirmed) return
      const closedAt = after(confirmed.minutesAfter)
      const thanked = {
        ...act('closed', matter.who, confirmed.minutesAfter),
        closeReason: 'confirmed' as const,
      }
      const settled = { closedAt, closeCheckAt: null }
      await moveTicket(ticket._id, community._id, { ...thanked, to: 'closed', set: settled })
      write(`dm-${matter.who}`, matter.who, { text: confirmed.text }, closedAt)
      const text = `好的，${ticket.number}号就记办好了。要是又坏了，回“没好 ${ticket.number}”。`
      write(`dm-${matter.who}`, 'xiaolin', { text }, closedAt)
      if (matter.chat === 'group') write(ownChat, 'xiaolin', solvedLine(ticket), closedAt)
    },
  }
}
