import { beforeAll, describe, expect, it } from 'vitest'
import { addHours } from '../../domain/clocks.ts'
import { rungNote } from '../../domain/ladder.ts'
import type { Ticket, TicketEvent } from '../../models/ticket.ts'
import { china } from '../support/work-calendar.ts'
import type { Lived, Said } from './invariants.ts'
import { checkLived } from './invariants.ts'
import type { Quarter } from './quarter.ts'
import { liveQuarter, tableOf } from './quarter.ts'

const seed = 2026

describe('a quarter of three communities', () => {
  let lived: Quarter

  beforeAll(async () => {
    lived = await liveQuarter(seed, 2_000)
  })

  it('breaks no rule', () => {
    console.log(tableOf(lived))

    expect(lived.tickets).toHaveLength(2_000)
    const checks = checkLived(lived)
    expect(checks.filter(({ broken }) => broken.length > 0)).toEqual([])
    expect(checks.filter(({ looked }) => looked === 0)).toEqual([])
  })

  it('leaves no ticket without something that will happen by itself, after any step', () => {
    expect(lived.looks).toBeGreaterThan(50_000)
    expect(lived.forgotten).toEqual([])
  })

  it('sees everything that can become of a ticket', () => {
    const kinds = new Set(lived.tickets.flatMap(({ events }) => events.map(({ kind }) => kind)))
    const statuses = new Set(lived.tickets.flatMap(({ events }) => events.map(({ to }) => to)))
    const notes = new Set(lived.tickets.flatMap(({ events }) => events.map(({ note }) => note)))

    expect([...kinds]).toEqual(
      expect.arrayContaining(['paged', 'alarmed', 'escalated', 'extended', 'referred', 'urged', 'rejected']),
    )
    expect([...statuses]).toEqual(
      expect.arrayContaining(['open', 'waiting', 'forwarded', 'declined', 'withdrawn', 'closed']),
    )
    expect([...notes]).toEqual(expect.arrayContaining(Object.values(rungNote)))
  })
})

describe('chance', () => {
  it('is the same with the same seed, and another with another', async () => {
    const [one, again, other] = [
      await liveQuarter(7, 150),
      await liveQuarter(7, 150),
      await liveQuarter(8, 150),
    ]

    expect(tableOf(again)).toBe(tableOf(one))
    expect(again.messages.map(({ key }) => key)).toEqual(one.messages.map(({ key }) => key))
    expect(tableOf(other)).not.toBe(tableOf(one))
  })
})

describe('a fault is found', () => {
  let sound: Quarter
  beforeAll(async () => {
    sound = await liveQuarter(11, 300)
  })

  interface World extends Lived {
    tickets: Ticket[]
    messages: Said[]
  }

  function first<T>(things: readonly T[], fits: (thing: T) => boolean): T {
    const found = things.find(fits)
    if (!found) throw new Error('the simulation has nothing of this kind')
    return found
  }

  const quiet = china('2026-11-03T23:30')
  const said = ({ messages }: World, fits: (one: Said) => boolean) =>
    first(messages, (one) => one.status === 'sent' && fits(one))
  const isPost = (one: Said) => one.audience === 'group' && one.priority === 'notice'
  const again = (one: Said, i: number) => ({ ...one, key: `${one.key} again ${i}` })
  const event = (kind: TicketEvent['kind'], at: Date, more: Partial<TicketEvent> = {}): TicketEvent => ({
    id: `planted ${kind} ${more.note} ${at.toISOString()}`,
    at,
    kind,
    by: null,
    role: 'system',
    ...more,
  })
  const endOf = ({ events, openedAt }: Ticket) => events.at(-1)?.at ?? openedAt

  const faults: [string, (world: World) => void][] = [
    [
      'something is due of every ticket that is not over',
      ({ tickets }) => {
        first(tickets, ({ status }) => status === 'accepted').ladderAt = null
      },
    ],
    [
      'the history explains the status',
      ({ tickets }) => {
        first(tickets, ({ status }) => status === 'resolved').status = 'declined'
      },
    ],
    [
      'the history has each event once, in order',
      ({ tickets }) => {
        const { events } = first(tickets, ({ events }) => events.length > 3)
        events.push(...events.slice(-1))
      },
    ],
    [
      'the secretary extends once',
      ({ tickets }) => {
        const ticket = first(tickets, ({ extendedUntil }) => extendedUntil !== null)
        ticket.events.push(event('extended', endOf(ticket)))
      },
    ],
    [
      '社区 has a matter before 街道',
      ({ tickets }) => {
        const ticket = first(tickets, (one) => one.accused === null && one.team === 'property')
        ticket.events.push(event('escalated', endOf(ticket), { note: rungNote.street }))
      },
    ],
    [
      'what is closed says why, and nothing else does',
      ({ tickets }) => {
        first(tickets, ({ closeReason }) => closeReason === 'silent').closeReason = 'merged'
      },
    ],
    [
      'silence closes what somebody was asked about long enough before',
      ({ tickets, messages }) => {
        const { _id } = first(tickets, ({ closeReason }) => closeReason === 'silent')
        for (const one of messages) if (one.ticketId === _id) one.status = 'unreachable'
      },
    ],
    [
      'silence closes what somebody was asked about long enough before',
      ({ tickets }) => {
        const ticket = first(tickets, ({ closeReason }) => closeReason === 'silent')
        ticket.closedAt = addHours(ticket.closedAt ?? ticket.openedAt, -1)
      },
    ],
    [
      'a person confirmed what is closed as confirmed',
      ({ tickets }) => {
        const { events } = first(tickets, ({ closeReason }) => closeReason === 'confirmed')
        first(events, ({ to }) => to === 'closed').by = null
      },
    ],
    [
      'somebody is called to a danger at once, and the next when nobody answers',
      ({ messages }) => {
        for (const one of messages) if (one.kind === 'page') one.status = 'failed'
      },
    ],
    [
      'everybody is alarmed of a danger nobody answers',
      ({ tickets }) => {
        const ticket = first(tickets, ({ urgency }) => urgency === 'emergency')
        ticket.events = ticket.events.slice(0, 1)
        ticket.status = 'assigned'
      },
    ],
    ['a message is said once', ({ messages }) => messages.push(...messages.slice(0, 1))],
    [
      'somebody is asked once about one thing at one time',
      (world) =>
        world.messages.push(
          again(
            said(world, ({ kind }) => kind === 'ask-solved'),
            1,
          ),
        ),
    ],
    [
      'nothing but dangers and answers is said in quiet hours',
      (world) => {
        said(world, ({ priority }) => priority === 'notice').sentAt = quiet
      },
    ],
    [
      'what is for the office is said in office hours of a working day',
      (world) => {
        said(world, ({ inOffice, priority }) => inOffice && priority === 'notice').sentAt =
          china('2026-10-05T10:00')
      },
    ],
    [
      'a ticket has its few group posts',
      (world) => {
        const post = said(world, isPost)
        world.messages.push(again(post, 1), again(post, 2))
      },
    ],
    [
      'a group has its planned post of the day',
      (world) =>
        world.messages.push(
          again(
            said(world, ({ priority }) => priority === 'planned'),
            1,
          ),
        ),
    ],
    [
      'a group has its planned posts of the week',
      (world) => {
        const post = said(world, ({ priority }) => priority === 'planned')
        const days = [1, 2, 3].map((i) => ({
          ...again(post, i),
          sentAt: addHours(china('2026-11-02T10:00'), i * 24),
        }))
        world.messages.push(...days)
      },
    ],
  ]

  it.each(faults)('%s', (rule, plant) => {
    const { tickets, messages, ...rest } = sound
    const world = { ...rest, ...structuredClone({ tickets: [...tickets], messages: [...messages] }) } as World
    plant(world)

    const broken = checkLived(world).filter((check) => check.broken.length > 0)
    expect(broken.map((check) => check.rule)).toContain(rule)
  })

  it('where there is one, and nowhere else', () => {
    const checks = checkLived(sound)
    expect(checks.filter(({ broken }) => broken.length > 0)).toEqual([])
    // A rule for which no fault is planted may be one that nothing can break.
    expect(new Set(faults.map(([rule]) => rule))).toEqual(new Set(checks.map(({ rule }) => rule)))
  })
})
