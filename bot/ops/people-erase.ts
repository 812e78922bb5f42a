import { z } from 'zod'
import { isInForce } from '../../domain/access.ts'
import { isActive } from '../../domain/ticket-flow.ts'
import { listCommunities } from '../../models/community.ts'
import type { ErasedThing } from '../../models/erase-person.ts'
import { erasedThings, erasePerson } from '../../models/erase-person.ts'
import type { Traces } from '../../models/person-traces.ts'
import { countUnfinished, tracesOf } from '../../models/person-traces.ts'
import { rolesOf } from '../../models/role.ts'
import { searchEverywhere } from '../../models/scrub.ts'
import type { Ticket } from '../../models/ticket.ts'
import { ticketsById } from '../../models/ticket.ts'
import type { Result } from './command.ts'
import { defineCommand } from './command.ts'
import { OpsError } from './ops-error.ts'
import { identity } from './people.ts'
import { sayRole } from './say.ts'
import { table } from './table.ts'

const thingName: Record<ErasedThing, string> = {
  links: '网页链接',
  sessions: '登录的设备',
  questions: '没答的提问',
  mentions: '别人话里和工单备注里的姓名、电话、房号',
  rooms: '工单和代报里的房号',
  quotes: '别人引用的原话',
  deliveries: '发给此人的话，和告诉办理人的原话',
  pictures: '照片文件',
  chats: '私聊',
  simulator: '模拟群聊里的记录',
  reports: '反映的原话和房号',
  messages: '收到的消息',
  homes: '住址',
  person: '姓名和平台号',
}

/** Shorter ones are parts of other words. */
const shortestSearched = 2

export const peopleErase = defineCommand({
  name: 'people erase',
  help: '删除一个人的个人信息（不加 --yes 只演练）',
  example: 'people erase --platform wecom --id liyang',
  input: z.object({
    ...identity,
    yes: z.boolean().default(false).describe('真的删除；删了不能恢复'),
    ownOnly: z.boolean().default(false).describe('不动别人话里提到的姓名（姓名是“电梯”这样的常用词时用）'),
    force: z.boolean().default(false).describe('此人报的险情还没解除也删'),
  }),
  async run({ platform, id, yes, ownOnly, force }, { now }) {
    const traces = await tracesOf({ platform, externalId: id })
    if (!traces) {
      throw new OpsError(
        'unknown_person',
        `不认识 ${platform}:${id}，见 people list。删过的人见当时的屏幕提示。`,
      )
    }
    const tickets = await ticketsById(traces.ticketIds)
    await refuse(traces, tickets, force, now)
    const counts = await erasePerson(traces, { at: now, isReal: yes, ownOnly })
    const left = yes ? await searchEverywhere(searched(traces)) : new Map<string, number>()
    return report(traces, tickets, { yes, ownOnly, counts, left })
  },
})

/** Whoever still works here, speaks right now or may be in danger is not erased by the way. */
async function refuse(
  { person, rows, reports }: Traces,
  tickets: readonly Ticket[],
  isForced: boolean,
  now: Date,
): Promise<void> {
  const held = (await rolesOf(person._id)).filter((role) => isInForce(role, now))
  if (held.length > 0) {
    const roles = held.map(sayRole).join('；')
    throw new OpsError('has_roles', `此人还有角色：${roles}。请先用 people end 结束，有没办完的工单请转派。`)
  }
  const roster = (await listCommunities()).filter(({ duty }) =>
    duty.some(({ personId }) => personId === person._id),
  )
  if (roster.length > 0) {
    const names = roster.map(({ name }) => name).join('、')
    throw new OpsError('on_duty', `此人还在值班表上：${names}。请先用 communities import 换值班表。`)
  }
  const busy = await countUnfinished(person._id, rows)
  if (busy > 0) throw new OpsError('still_busy', `此人还有 ${busy} 条消息正在处理，请过一分钟再运行。`)
  const standing = reports.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ ticketId }) => ticketId)
  const danger = tickets.find(
    ({ _id, status, urgency }) => urgency === 'emergency' && isActive(status) && standing.includes(_id),
  )
  if (danger && !isForced) {
    throw new OpsError(
      'active_emergency',
      `此人报的险情 ${danger.number} 号还没解除，现在删会让办理的人找不到地方。确实要删请加 --force。`,
    )
  }
}

function searched({ names, phones, person }: Traces): string[] {
  const ids = person.identities.map(({ externalId }) => externalId)
  return [...names, ...phones, ...ids.filter((id) => id !== person._id)].filter(
    (text) => text.length >= shortestSearched,
  )
}

function report(
  { person }: Traces,
  tickets: readonly Ticket[],
  done: {
    yes: boolean
    ownOnly: boolean
    counts: Record<ErasedThing, number>
    left: ReadonlyMap<string, number>
  },
): Result {
  const { yes, ownOnly, counts, left } = done
  const again = `people erase --platform erased --id ${person._id} --yes`
  const list = table(
    ['内容', yes ? '删了几处' : '会删几处'],
    erasedThings.map((thing) => [thingName[thing], counts[thing]]),
  )
  const lines = [
    list,
    ...kept(tickets),
    ...(yes ? sayLeft(left) : ['以上是演练，什么都没有删。确认后加 --yes 再运行。']),
    ...(yes ? [`此人如果正在说话，过一分钟再运行一次：${again}`] : []),
  ]
  const data = {
    personId: person._id,
    isReal: yes,
    counts,
    kept: { tickets: tickets.length },
    left: Object.fromEntries(left),
    again,
  }
  return { data, text: lines.join('\n'), needsAttention: left.size > 0 && !ownOnly }
}

function kept(tickets: readonly Ticket[]): string[] {
  const active = tickets.filter(({ status }) => isActive(status)).map(({ number }) => number)
  const open = active.length > 0 ? `其中 ${active.join('、')} 号还在办，房号没有了，请和办理人说清。` : ''
  return [
    `保留：${tickets.length} 件工单（公共事务，户数照旧）。${open}`,
    '保留：工单经过和角色记录里的内部编号（已对不上人）、留痕链上的哈希（不含个人信息）、收到消息的平台编号（防止重复处理）。',
    '管不到：以前的备份、平台服务商那里的聊天记录、已经打印或导出的。',
  ]
}

function sayLeft(left: ReadonlyMap<string, number>): string[] {
  if (left.size === 0) return ['全库搜过：姓名、电话、平台号都已不在。']
  const where = [...left].map(([name, count]) => `${name} ${count} 处`).join('、')
  return [`全库搜过，还有相同的字：${where}。可能是同名的人，或别人刚提到，请看一下。`]
}
