import type { App } from '../../bot/app.ts'
import type { Scope } from '../../domain/access.ts'
import { callDuty } from '../../jobs/call-duty.ts'
import { chaseForwarded } from '../../jobs/chase-forwarded.ts'
import { climbLadder } from '../../jobs/climb-ladder.ts'
import { closeSilentTickets } from '../../jobs/close-silent-tickets.ts'
import { endWaiting } from '../../jobs/end-waiting.ts'
import { bindChat } from '../../models/chat.ts'
import { putCommunity } from '../../models/community.ts'
import { consoleMessagesAfter, putConsoleChat } from '../../models/console-world.ts'
import type { Delivery } from '../../models/delivery.ts'
import { nextDueDelivery } from '../../models/delivery.ts'
import { claimHousehold } from '../../models/household.ts'
import { knowPerson, settlePerson } from '../../models/person.ts'
import { grantRole } from '../../models/role.ts'
import type { Ticket } from '../../models/ticket.ts'
import { nextTicketDue, ticketsById } from '../../models/ticket.ts'
import type { Random } from '../kill/random.ts'
import { silentTools } from '../support/audit.ts'
import type { TestClock } from '../support/clock.ts'
import { failWrites } from '../support/fail-writes.ts'
import type { Member, Place } from './cast.ts'
import { memberOf, placeOf, places } from './cast.ts'
import type { Bot } from './live.ts'
import type { Deed, DeedKind, Heard } from './people.ts'

/** What is said for a deed about the ticket with this number. */
const words: Record<DeedKind, (number: number, deed: Deed) => string> = {
  report: (_number, deed) => deed.words,
  join: (_number, deed) => deed.words,
  urge: (number) => `催办 ${number}`,
  add: (number) => `补充 ${number} 晚上更厉害`,
  withdraw: (number) => `撤回 ${number}`,
  confirm: (number) => `好了 ${number}`,
  deny: (number) => `没好 ${number}`,
  accept: (number) => `接单 ${number}`,
  contact: (number) => `已联系 ${number}`,
  resolve: (number) => `办结 ${number} 换了配件`,
  'hand-back': (number) => `退回 ${number} 不是我们的管线`,
  decline: (number) => `不受理 ${number} 管线不归物业，由供热公司负责，电话0472-5550150`,
  agree: (number) => `同意 ${number}`,
  reject: (number) => `不同意 ${number} 请先去现场看`,
  suspend: (number, deed) => `挂起 ${number} 到 ${dateIn(deed.at, Number(deed.words))} 等配件`,
  resume: (number) => `恢复 ${number}`,
  forward: (number) => `转交 ${number} 供热公司 0472-5550150`,
  'reply-done': (number) => `回复 ${number} 已修好，换了阀门`,
  'reply-back': (number) => `回复 ${number} 不归他们管`,
  reassign: (number, deed) => `转派 ${number} ${deed.words}`,
  'set-deadline': (number, deed) => `限时 ${number} ${dateIn(deed.at, 3)} 等配件`,
  'grant-day': (number) => `再给1天 ${number} 配件明天到`,
  refer: (number) => `同意提请 ${number}`,
  settle: (number) => `已解决 ${number} 现场看过了`,
  'decide-owner': (number, deed) => `定归属 ${number} ${deed.words}`,
}

function dateIn(at: Date, days: number): string {
  const date = new Date(at.getTime() + (days * 24 + 8) * 3_600_000)
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`
}

function scopeOf({ role, communityId }: Member): Scope {
  const { community } = placeOf(communityId)
  if (role === 'street') return { level: 'street', placeId: community.streetId }
  if (role.startsWith('district')) return { level: 'district', placeId: community.districtId }
  return { level: 'community', placeId: communityId }
}

async function plantPerson(member: Member, at: Date): Promise<[string, string]> {
  const { id, name, role, communityId, home } = member
  await putConsoleChat({ _id: `dm-${id}`, kind: 'private', title: name, members: [{ id, name, role }] })
  const { _id } = await knowPerson({ platform: 'console', externalId: id }, name, at)
  await settlePerson(_id, communityId)
  if (role !== 'resident') await grantRole(_id, role, scopeOf(member), { from: at })
  if (home) await claimHousehold({ communityId, ...home }, _id, at)
  return [id, _id]
}

async function plantPlace({ community, group, members }: Place, at: Date): Promise<[string, string][]> {
  const seats = members.map(({ id, name, role }) => ({ id, name, role }))
  await putConsoleChat({ _id: group, kind: 'community', title: community.name, members: seats })
  await bindChat(
    { platform: 'console', externalId: group, kind: 'community', communityId: community._id },
    at,
  )
  const people = await Promise.all(members.map((member) => plantPerson(member, at)))
  const ids = new Map(people)
  const duty = community.duty?.map(({ personId }) => ({ personId: ids.get(personId) ?? '' })) ?? []
  await putCommunity({ ...community, duty })
  return people
}

/** What a stored bot is given to stand besides work, and how often of a thousand. */
export interface Trouble {
  random: Random
  /** A message arrives twice. */
  repeats: number
  /** A job dies after a few of its writes. */
  deaths: number
}

const mortal = [callDuty, closeSilentTickets, endWaiting, chaseForwarded, climbLadder]
const mostWrites = 8
const page = 1_000

interface StoredBotParts {
  app: App
  clock: TestClock
  db: { collection<T extends object>(name: string): { find(filter: object): { toArray(): Promise<T[]> } } }
  trouble: Trouble
}

/** Plants the simulated communities in the database, and makes the real bot one that simulated people can live with. */
export async function createStoredBot({ app, clock, db, trouble }: StoredBotParts): Promise<Bot> {
  const planted = await Promise.all(places.map((place) => plantPlace(place, clock.at)))
  const nameOf = new Map(planted.flat().map(([id, personId]) => [personId, id]))
  const reported = new Map<string, string>()
  let done: { deed: Deed; rowId: string }[] = []
  let turn = 0
  let seq = 0

  const happens = (times: number) => trouble.random.integer(1, 1_000) <= times

  async function act(deed: Deed): Promise<void> {
    clock.at = deed.at
    const { who, ticketId } = deed
    const [ticket] = ticketId ? await ticketsById([ticketId]) : []
    const said = deed.kind === 'join' ? { ...deed, words: reported.get(ticketId ?? '') ?? '' } : deed
    const chatId = deed.isInGroup ? placeOf(memberOf(who).communityId).group : `dm-${who}`
    turn += 1
    const incoming = {
      key: `simulation:${turn}`,
      kind: 'message' as const,
      chat: { platform: 'console', externalId: chatId, isGroup: deed.isInGroup },
      sender: { externalId: who, name: memberOf(who).name },
      text: words[deed.kind](ticket?.number ?? 0, said),
      isAddressed: true,
      images: [],
    }
    const { id: rowId } = await app.intake.accept(incoming)
    if (happens(trouble.repeats)) await app.intake.accept(incoming)
    done.push({ deed, rowId })
  }

  async function settle(now: Date): Promise<Heard[]> {
    clock.at = now
    if (happens(trouble.deaths)) {
      const job = trouble.random.pick(mortal)
      await failWrites(trouble.random.integer(0, mostWrites), () => job.run(silentTools(now)))
    }
    await app.settle()
    const deeds = done
    done = []
    return [...(await didWhat(deeds, now)), ...(await saidWhat(now))]
  }

  /** What the bot took: a report is one of its own, another deed an event in the history. */
  async function didWhat(deeds: readonly { deed: Deed; rowId: string }[], at: Date): Promise<Heard[]> {
    const causes = deeds.map(({ rowId }) => rowId)
    const reports = await db
      .collection<{ cause: string; ticketId: string }>('reports')
      .find({ cause: { $in: causes } })
      .toArray()
    const ticketOf = new Map(reports.map(({ cause, ticketId }) => [cause, ticketId]))
    const tickets = await ticketsOf(deeds.map(({ deed, rowId }) => ticketOf.get(rowId) ?? deed.ticketId))
    return deeds.flatMap(({ deed, rowId }) => {
      const ticket = tickets.get(ticketOf.get(rowId) ?? deed.ticketId ?? '')
      if (!ticket) return []
      const isReport = deed.kind === 'report' || deed.kind === 'join'
      if (deed.kind === 'report') reported.set(ticket._id, deed.words)
      const isDone = isReport ? ticketOf.has(rowId) : ticket.events.some(({ id }) => id.startsWith(rowId))
      return isDone ? [heardOf(ticket, deed.who, `did ${deed.kind}`, at)] : []
    })
  }

  /** What was said to people since the last look, each line of a list by itself. */
  async function saidWhat(at: Date): Promise<Heard[]> {
    const messages = await consoleMessagesAfter(seq, { limit: page })
    seq = messages.at(-1)?.seq ?? seq
    const keys = messages.map(({ key }) => key)
    const deliveries = await db
      .collection<Delivery>('deliveries')
      .find({ key: { $in: keys } })
      .toArray()
    const said = deliveries.flatMap(({ to, kind, ticketId, list }) => {
      const who = 'personId' in to ? nameOf.get(to.personId) : undefined
      if (!who) return []
      const lines = list?.items.map(({ premise }) => ({ who, kind: 'ladder', ticketId: premise.ticketId }))
      return lines ?? (ticketId ? [{ who, kind, ticketId }] : [])
    })
    const tickets = await ticketsOf(said.map(({ ticketId }) => ticketId))
    return said
      .flatMap(({ who, kind, ticketId }) => {
        const ticket = tickets.get(ticketId)
        return ticket ? [{ number: ticket.number, heard: heardOf(ticket, who, kind, at) }] : []
      })
      .sort((a, b) => a.number - b.number || (a.heard.who < b.heard.who ? -1 : 1))
      .map(({ heard }) => heard)
  }

  async function ticketsOf(ids: readonly (string | null)[]): Promise<Map<string, Ticket>> {
    const known = [...new Set(ids.filter((id) => id !== null))]
    return new Map((await ticketsById(known)).map((ticket) => [ticket._id, ticket]))
  }

  function heardOf({ _id, urgency, communityId }: Ticket, who: string, kind: string, at: Date): Heard {
    return { who, kind, ticketId: _id, urgency, communityId, at }
  }

  return {
    act,
    settle,
    async nextDue() {
      const times = [await nextDueDelivery(clock.at), await nextTicketDue(clock.at)].filter(
        (at) => at !== null,
      )
      return times.length > 0 ? new Date(Math.min(...times.map((at) => at.getTime()))) : null
    },
  }
}
