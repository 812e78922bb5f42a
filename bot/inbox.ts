import type { Logger } from 'pino'
import type { ClickAnswer, Incoming } from '../domain/message.ts'
import { findChat } from '../models/chat.ts'
import { isDatabaseFault } from '../models/database-fault.ts'
import type { Notice } from '../models/delivery.ts'
import type { Accepted, Inbound, Understanding } from '../models/inbound.ts'
import {
  acceptInbound,
  claimInline,
  failInbound,
  findInbound,
  finishInbound,
  inboundBacklog,
  lanesWithWork,
  recoverInline,
} from '../models/inbound.ts'
import { submit } from '../models/outgoing.ts'
import { findByIdentity } from '../models/person.ts'
import type { Outcome } from './dispatch.ts'
import { newIncidentCode } from './incident.ts'
import { createLanes } from './lanes.ts'
import type { Clicked, Intake } from './platform.ts'
import { createReading } from './reading.ts'
import { answerTo, clickAnswer, replyNotices } from './reply.ts'

/** What the inbox is made of. */
export interface InboxParts {
  understand(row: Inbound): Promise<Understanding>
  dispatch(row: Inbound, now: Date): Promise<Outcome>
  /** Called when something was put into the outbox. */
  onQueued(): void
  now(): Date
  logger: Logger
  /** This process, in leases. */
  holder: string
}

/** The two stages between an accepted row and its effects. */
export interface Inbox extends Intake {
  start(): void
  /** Stops taking up work and waits for what is under way. */
  stop(): Promise<void>
  /** Works until no row is left that could be worked on now; for simulations and tests. */
  settle(): Promise<void>
}

const inlineLeaseMs = 20_000
/** Vendors take a card's new look only in the answer to the click, and only for a short time. */
const clickDeadlineMs = 1_500
const maxTries = 3
const backoffMs = 1_000
const pollMs = 250
const mostCachedLanes = 10_000

const pending = { answer: { text: '收到，正在处理，结果稍后发给您。' }, result: 'pending' } as const

/** Makes the inbox: accept durably, understand in parallel, apply in order per lane. */
export function createInbox(parts: InboxParts): Inbox {
  const { understand, dispatch, onQueued, now, logger, holder } = parts
  const knownLanes = new Map<string, string>()
  /** Clicks being worked on, by the id of their row. */
  const clicks = new Map<string, Promise<ClickAnswer | null>>()
  let polling: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  const lanes = createLanes({ apply: async (row) => void (await applyRow(row)), holder, logger })
  const reading = createReading({
    understand,
    logger,
    onFailed: failed,
    onUnderstood(row) {
      onQueued()
      lanes.kick(row.lane)
    },
  })

  async function laneOf({ chat: { platform, externalId, isGroup }, sender }: Incoming): Promise<string> {
    const key = `chat:${platform}:${externalId}`
    const known = knownLanes.get(key)
    if (known) return known
    const communityId = isGroup
      ? (await findChat(platform, externalId))?.communityId
      : (await findByIdentity({ platform, externalId: sender.externalId }))?.homeCommunityId
    if (!communityId) return key
    if (knownLanes.size >= mostCachedLanes) knownLanes.clear()
    knownLanes.set(key, `community:${communityId}`)
    return `community:${communityId}`
  }

  async function accept(incoming: Incoming): Promise<Accepted> {
    const accepted = await acceptInbound(incoming, await laneOf(incoming), now())
    if (accepted.isNew) reading.wake()
    return accepted
  }

  async function applyRow(
    row: Inbound,
    takesReply: () => boolean = () => false,
  ): Promise<ClickAnswer | null> {
    const startedAt = performance.now()
    try {
      const outcome = await dispatch(row, row.acceptedAt)
      const isTaken = takesReply()
      const notices = [...outcome.notices, ...replyNotices(row, outcome, isTaken)]
      await submit(notices, { cause: row._id, community: outcome.community, at: row.acceptedAt })
      const { handledBy, result } = outcome
      const answer = clickAnswer(row, outcome)
      await finishInbound(row._id, { handledBy, outcome: result, answer, at: now() })
      onQueued()
      const ms = Math.round(performance.now() - startedAt)
      logger.info({ handler: handledBy, messageId: row._id, result, ms }, 'handled')
      return answer
    } catch (error) {
      await failed(row, error)
      return null
    }
  }

  async function failed(row: Inbound, error: unknown): Promise<void> {
    if (isDatabaseFault(error)) throw error
    const incident = row.incident ?? newIncidentCode()
    const message = error instanceof Error ? error.message : String(error)
    logger.error({ err: error, messageId: row._id, incident }, 'a row failed')
    const failure = { error: message.slice(0, 500), incident, backoffMs, maxTries }
    if (await failInbound(row._id, failure)) await apologise(row, incident)
  }

  async function apologise(row: Inbound, incident: string): Promise<void> {
    const { platform, externalId, isGroup } = row.incoming.chat
    const [chat, person] = await Promise.all([
      findChat(platform, externalId),
      findByIdentity({ platform, externalId: row.incoming.sender.externalId }),
    ])
    if (!chat || !row.incoming.isAddressed) return
    const text = `对不起，这条我没处理成，已经记下请人来看（编号${incident}）。急事请直接打物业电话。`
    const notice: Notice = {
      kind: 'apology',
      to: answerTo(row, { chat, person }),
      audience: isGroup ? 'group' : 'resident',
      priority: 'reply',
      content: { text },
    }
    await submit([notice], { cause: row._id, community: null, at: row.acceptedAt })
    onQueued()
  }

  async function click(incoming: Incoming): Promise<Clicked> {
    const { id, isNew, isSame } = await acceptInbound(incoming, await laneOf(incoming), now())
    if (!isSame) return { ...pending, isSame }
    const row = isNew ? await claimInline(id, inlineLeaseMs) : null
    return { ...(row ? await runNow(row) : await answerAgain(id)), isSame }
  }

  async function runNow(row: Inbound): Promise<Omit<Clicked, 'isSame'>> {
    let isLate = false
    const run = applyRow(row, () => !isLate)
    clicks.set(row._id, run)
    run.finally(() => clicks.delete(row._id)).catch(() => undefined)
    return inTime(run, () => {
      isLate = true
    })
  }

  /** What a click that came before was answered, or is being answered. */
  async function answerAgain(id: string): Promise<Omit<Clicked, 'isSame'>> {
    const run = clicks.get(id)
    if (run) return inTime(run)
    return (await findInbound(id))?.answer ?? pending
  }

  async function poll(): Promise<void> {
    reading.catchUp()
    await recoverInline()
    for (const lane of await lanesWithWork()) lanes.kick(lane)
    await lanes.releaseIdle()
  }

  function pollOnce(): Promise<void> {
    polling ??= poll()
      .catch((error) => logger.error({ err: error }, 'the inbox could not look for work'))
      .then(() => {
        polling = undefined
      })
    return polling
  }

  async function idle(): Promise<void> {
    await reading.idle()
    await Promise.allSettled(clicks.values())
    await lanes.idle()
  }

  return {
    accept,
    click,
    start() {
      timer = setInterval(() => void pollOnce(), pollMs)
    },
    async stop() {
      clearInterval(timer)
      await polling
      await reading.stop()
      await Promise.allSettled(clicks.values())
      await lanes.stop()
    },
    async settle() {
      for (let waiting = 1; waiting > 0; ) {
        await pollOnce()
        await idle()
        waiting = (await inboundBacklog()).waiting
      }
    },
  }
}

/** The answer, or a neutral one when it takes longer than a vendor waits. */
async function inTime(
  run: Promise<ClickAnswer | null>,
  onLate: () => void = () => undefined,
): Promise<Omit<Clicked, 'isSame'>> {
  const deadline = new Promise<null>((resolve) => {
    setTimeout(() => {
      onLate()
      resolve(null)
    }, clickDeadlineMs).unref()
  })
  return (await Promise.race([run, deadline])) ?? pending
}
