import type { Role } from '../../domain/access.ts'
import { dayNumber, nextOutside } from '../../domain/clocks.ts'
import type { Urgency } from '../../domain/triage.ts'
import { nextOfficeTime } from '../../domain/working-days.ts'
import type { Random } from '../kill/random.ts'
import { memberOf, placeOf, places } from './cast.ts'
import { calendar } from './time.ts'

/** What people can do to a ticket. */
export const deedKinds = [
  'report',
  'join',
  'urge',
  'add',
  'withdraw',
  'confirm',
  'deny',
  'accept',
  'contact',
  'resolve',
  'hand-back',
  'decline',
  'agree',
  'reject',
  'suspend',
  'resume',
  'forward',
  'reply-done',
  'reply-back',
  'reassign',
  'set-deadline',
  'grant-day',
  'refer',
  'settle',
  'decide-owner',
] as const
export type DeedKind = (typeof deedKinds)[number]

/** Somebody does something at a time; only a report is about no ticket yet. */
export interface Deed {
  at: Date
  who: string
  kind: DeedKind
  ticketId: string | null
  /** What is reported, or a name, or a side. */
  words: string
  isInGroup: boolean
}

/** Somebody hears of a ticket: by a message of this kind, or as the answer to a deed (`did accept`). */
export interface Heard {
  who: string
  kind: string
  ticketId: string
  urgency: Urgency
  communityId: string
  at: Date
}

/** People who say something by themselves, and react to what they hear and to nothing else. */
export interface People {
  /** So many reports between two times, more of them by day. */
  reports(count: number, from: Date, to: Date): Deed[]
  react(heard: Heard): Deed[]
}

const minuteMs = 60_000
const matters: readonly ((building: string, unit: string) => string)[] = [
  (b, u) => `${b}号楼${u}单元电梯不动了`,
  (b, u) => `${b}号楼${u}单元楼道灯不亮`,
  (b, u) => `${b}号楼${u}单元门禁坏了，进不去`,
  (b) => `${b}号楼楼下垃圾好几天没人清`,
  (b) => `${b}号楼暖气不热`,
  (b, u) => `${b}号楼${u}单元水管漏水`,
  (b) => `${b}号楼消防通道被车堵了`,
  (b) => `${b}号楼门口的路灯坏了`,
  (b) => `${b}号楼停水了`,
  (b) => `${b}号楼楼上半夜装修吵得睡不着`,
  () => '物业前台态度太差，问个事爱答不理',
]
const dangers: readonly ((building: string, unit: string) => string)[] = [
  (b, u) => `${b}号楼${u}单元有很大煤气味`,
  (b, u) => `${b}号楼${u}单元电梯困人了`,
  (b) => `${b}号楼楼道冒烟了`,
]

const isHandler: Partial<Record<Role, true>> = {
  property: true,
  property_manager: true,
  committee: true,
  district_staff: true,
  district_secretary: true,
  street: true,
}
const inOffice: readonly Role[] = ['district_staff', 'district_secretary', 'street']

/** Makes people out of a source of chance; the same chance and the same news always lead to the same deeds. */
export function createPeople(random: Random): People {
  /** Whether the last 办结 of a ticket was true. */
  const isTrue = new Map<string, boolean>()

  const chance = (share: number) => random.integer(1, 1_000) <= share * 1_000
  const after = (at: Date, from: number, to: number) =>
    new Date(at.getTime() + random.integer(Math.round(from * 60), Math.round(to * 60)) * minuteMs)

  /** Nobody works at night but in a danger, and few on a day off; 社区 and 街道 keep office hours. */
  function awake(who: string, at: Date): Date {
    const { role } = memberOf(who)
    if (role === 'resident') return nextOutside(at, [{ from: '23:00', to: '06:30' }])
    const office = { from: '09:00', to: '17:30' }
    const isOff = !calendar.isWorkday(dayNumber(at)) && chance(0.5)
    if (inOffice.includes(role) || isOff) return nextOfficeTime(at, office, calendar)
    return nextOutside(at, [{ from: '21:30', to: '07:30' }])
  }

  function does(heard: Heard, kind: DeedKind, hours: [number, number], words = ''): Deed {
    const { who, ticketId, urgency } = heard
    const at = after(heard.at, ...hours)
    const isCalled = urgency === 'emergency' && kind !== 'confirm' && kind !== 'deny'
    return { at: isCalled ? at : awake(who, at), who, kind, ticketId, words, isInGroup: false }
  }

  /** One of several things with their shares of one; what is left over is to do nothing. */
  function oneOf(choices: readonly (readonly [number, () => Deed])[]): Deed[] {
    let dice = random.integer(1, 1_000) / 1_000
    for (const [share, deed] of choices) {
      dice -= share
      if (dice <= 0) return [deed()]
    }
    return []
  }

  function onReport(heard: Heard): Deed[] {
    const { communityId, ticketId, at } = heard
    const deeds = [
      ...(chance(0.12) ? [does(heard, 'urge', [6, 40])] : []),
      ...(chance(0.03) ? [does(heard, 'urge', [6, 8]), does(heard, 'urge', [8, 9])] : []),
      ...(chance(0.04) ? [does(heard, 'withdraw', [1, 30])] : []),
      ...(chance(0.12) ? [does(heard, 'add', [0.1, 8])] : []),
      // Who sees that it is not solved does not wait to be asked.
      ...(chance(0.06) ? [{ ...does(heard, 'deny', [1, 60]), at: after(at, 1, 60) }] : []),
    ]
    if (!chance(0.15)) return deeds
    const residents = placeOf(communityId).members.filter(({ role }) => role === 'resident')
    const joined = Array.from({ length: random.integer(1, 4) }, () => {
      const who = random.pick(residents).id
      const time = awake(who, after(at, 0.2, 30))
      return { at: time, who, kind: 'join' as const, ticketId, words: '', isInGroup: chance(0.5) }
    })
    return [...deeds, ...joined]
  }

  function colleague(heard: Heard): string {
    return memberOf(heard.who).role === 'property_manager' ? '王工' : ''
  }

  function onWork(heard: Heard): Deed[] {
    if (heard.urgency === 'emergency') return onDanger(heard)
    const isManager = memberOf(heard.who).role === 'property_manager'
    return oneOf([
      [0.5, () => does(heard, 'accept', [0.2, 5])],
      [0.1, () => does(heard, 'accept', [16, 60])],
      [isManager ? 0.12 : 0, () => does(heard, 'reassign', [0.3, 4], colleague(heard))],
      [0.06, () => does(heard, 'contact', [0.5, 10])],
      [0.05, () => does(heard, 'hand-back', [0.5, 12])],
      [0.04, () => does(heard, 'decline', [0.5, 20])],
      [0.05, () => does(heard, 'forward', [0.5, 10])],
      [0.03, () => does(heard, 'resolve', [0.2, 3])],
      [0.02, () => does(heard, 'set-deadline', [0.5, 10])],
    ])
  }

  function onDanger(heard: Heard): Deed[] {
    return oneOf([
      [0.6, () => does(heard, 'accept', [0, 0.06])],
      [0.1, () => does(heard, 'accept', [0.1, 0.6])],
      [0.04, () => does(heard, 'hand-back', [0, 0.3])],
      [0.03, () => does(heard, 'resolve', [0.2, 2])],
    ])
  }

  function onAccepted(heard: Heard): Deed[] {
    if (heard.urgency === 'emergency') {
      return oneOf([
        [0.8, () => does(heard, 'resolve', [0.3, 4])],
        [0.1, () => does(heard, 'hand-back', [0.1, 2])],
      ])
    }
    return oneOf([
      [0.62, () => does(heard, 'resolve', [1, 30])],
      [0.08, () => does(heard, 'suspend', [0.5, 10], chance(0.7) ? '3' : '20')],
      [0.06, () => does(heard, 'forward', [1, 20])],
      [0.05, () => does(heard, 'hand-back', [1, 30])],
      [0.04, () => does(heard, 'set-deadline', [1, 10])],
      [0.03, () => does(heard, 'decline', [1, 20])],
    ])
  }

  function onRung(heard: Heard): Deed[] {
    if (memberOf(heard.who).role !== 'district_secretary') return onWork(heard)
    return oneOf([
      [0.3, () => does(heard, 'grant-day', [0.5, 10])],
      [0.15, () => does(heard, 'refer', [0.5, 20])],
      [0.25, () => does(heard, 'settle', [0.5, 20])],
    ])
  }

  function onAsked(heard: Heard): Deed[] {
    if (isTrue.get(heard.ticketId) === false) return oneOf([[0.75, () => does(heard, 'deny', [0.1, 50])]])
    return oneOf([
      [0.45, () => does(heard, 'confirm', [0.1, 60])],
      [0.03, () => does(heard, 'deny', [0.1, 60])],
    ])
  }

  function onSettled(heard: Heard): Deed[] {
    isTrue.set(heard.ticketId, chance(0.85))
    return []
  }

  const again = (heard: Heard) => oneOf([[0.65, () => does(heard, 'resolve', [1, 12])]])
  const reactions: Readonly<Record<string, (heard: Heard) => Deed[]>> = {
    'did report': onReport,
    'did accept': onAccepted,
    'did contact': (heard) => oneOf([[0.7, () => does(heard, 'accept', [0.5, 6])]]),
    'did resolve': onSettled,
    'did settle': onSettled,
    'did reply-done': onSettled,
    'did reply-back': again,
    'did confirm': (heard) => oneOf([[0.04, () => does(heard, 'deny', [12, 240])]]),
    // Who was given a day tries for another.
    'did grant-day': (heard) => oneOf([[0.4, () => does(heard, 'grant-day', [20, 60])]]),
    'did suspend': (heard) => oneOf([[0.15, () => does(heard, 'resume', [5, 40])]]),
    'did set-deadline': (heard) =>
      oneOf([
        [0.4, () => does(heard, 'accept', [1, 40])],
        [0.3, () => does(heard, 'resolve', [20, 80])],
      ]),
    'new-ticket': onWork,
    reassigned: onWork,
    reopened: onWork,
    'handed-back': (heard) =>
      memberOf(heard.who).role === 'property_manager'
        ? oneOf([[0.8, () => does(heard, 'reassign', [0.3, 6], '刘师傅')]])
        : oneOf([[0.3, () => does(heard, 'accept', [1, 30])]]),
    page: onDanger,
    alarm: onDanger,
    ladder: onRung,
    urged: (heard) => oneOf([[0.3, () => does(heard, 'contact', [0.1, 4])]]),
    added: (heard) => oneOf([[0.1, () => does(heard, 'contact', [0.1, 4])]]),
    'wait-over': again,
    extended: again,
    decided: (heard) => oneOf([[0.5, () => does(heard, 'accept', [1, 20])]]),
    chase: (heard) =>
      oneOf([
        [0.55, () => does(heard, 'reply-done', [0.5, 20])],
        [0.2, () => does(heard, 'reply-back', [0.5, 20])],
      ]),
    request: (heard) =>
      oneOf([
        [0.55, () => does(heard, 'agree', [0.5, 30])],
        [0.25, () => does(heard, 'reject', [0.5, 30])],
      ]),
    whose: (heard) =>
      oneOf([[0.85, () => does(heard, 'decide-owner', [1, 40], random.pick(['物业', '社区', '业委会']))]]),
    'ask-solved': onAsked,
    declined: (heard) => oneOf([[0.2, () => does(heard, 'deny', [0.5, 60])]]),
  }

  return {
    reports(count, from, to) {
      return Array.from({ length: count }, () => {
        const residents = random.pick(places).members.filter(({ role }) => role === 'resident')
        const { id: who, home } = random.pick(residents)
        const minutes = Math.floor((to.getTime() - from.getTime()) / minuteMs)
        const at = new Date(from.getTime() + random.integer(0, minutes) * minuteMs)
        const isDanger = chance(0.04)
        const words = random.pick(isDanger ? dangers : matters)(home?.building ?? '1', home?.unit ?? '1')
        const time = isDanger ? at : awake(who, at)
        return { at: time, who, kind: 'report' as const, ticketId: null, words, isInGroup: chance(0.5) }
      })
    },
    react(heard) {
      const { role } = memberOf(heard.who)
      const isWork = isHandler[role] || /^(?:did |ask-solved|declined)/u.test(heard.kind)
      return isWork ? (reactions[heard.kind]?.(heard) ?? []) : []
    },
  }
}
