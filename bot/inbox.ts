import type { Logger } from 'pino'
import type { Content, Incoming, Reply } from '../domain/message.ts'
import { findChat } from '../models/chat.ts'
import { isDatabaseFault } from '../models/database-fault.ts'
import type { Notice } from '../models/delivery.ts'
import type { Inbound, Understanding } from '../models/inbound.ts'
import {
  acceptInbound,
  claimForUnderstanding,
  claimInline,
  failInbound,
  finishInbound,
  headOfLane,
  inboundBacklog,
  lanesWithWork,
  recoverInline,
  storeUnderstanding,
} from '../models/inbound.ts'
import { acquireLease, releaseLease } from '../models/lease.ts'
import { submit } from '../models/outgoing.ts'
import type { Outcome } from './dispatch.ts'
import { newIncidentCode } from './incident.ts'
import type { Intake } from './platform.ts'
import { replyNotices, shownHere } from './reply.ts'

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

const understandingAtOnce = 16
const understandingLeaseMs = 30_000
const laneLeaseMs = 10_000
const laneRenewMs = 3_000
const laneBatch = 50
const inlineLeaseMs = 20_000
/** Vendors take a card's new look only in the answer to the click, and only for a short time. */
const clickDeadlineMs = 1_500
const maxTries = 3
const backoffMs = 1_000
const pollMs = 250
const mostCachedLanes = 10_000

const neutralAnswer: Content = { text: '收到，正在处理，结果稍后发给您。' }

/** Makes the inbox: accept durably, understand in parallel, apply in order per lane. */
export function createInbox(parts: InboxParts): Inbox {
  const { understand, dispatch, onQueued, now, logger, holder } = parts
  const lanes = new Map<string, string>()
  const busyLanes = new Map<string, Promise<void>>()
  const dirtyLanes = new Set<string>()
  const underWay = new Set<Promise<unknown>>()
  let understanding = 0
  let isStopping = false
  let timer: NodeJS.Timeout | undefined

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work)
    work.finally(() => underWay.delete(work)).catch(() => undefined)
    return work
  }

  async function laneOf({ platform, externalId }: Incoming['chat']): Promise<string> {
    const key = `chat:${platform}:${externalId}`
    const known = lanes.get(key)
    if (known) return known
    const communityId = (await findChat(platform, externalId))?.communityId
    if (!communityId) return key
    if (lanes.size >= mostCachedLanes) lanes.clear()
    lanes.set(key, `community:${communityId}`)
    return `community:${communityId}`
  }

  async function accept(incoming: Incoming): Promise<{ id: string; isNew: boolean }> {
    const accepted = await acceptInbound(incoming, await laneOf(incoming.chat), now())
    if (accepted.isNew) pumpUnderstanding()
    return accepted
  }

  function pumpUnderstanding(): void {
    if (isStopping || understanding >= understandingAtOnce) return
    understanding += 1
    track(understandNext())
      .then((hadWork) => {
        understanding -= 1
        if (hadWork) pumpUnderstanding()
      })
      .catch((error) => {
        understanding -= 1
        logger.error({ err: error }, 'understanding stopped, the next poll goes on')
      })
  }

  async function understandNext(): Promise<boolean> {
    const row = await claimForUnderstanding(understandingLeaseMs)
    if (!row) return false
    // The next row need not wait for this one.
    pumpUnderstanding()
    try {
      await storeUnderstanding(row._id, await understand(row))
      onQueued()
    } catch (error) {
      await failed(row, error)
    }
    kickLane(row.lane)
    return true
  }

  function kickLane(lane: string): void {
    if (isStopping) return
    if (busyLanes.has(lane)) {
      dirtyLanes.add(lane)
      return
    }
    const work = track(applyLane(lane))
      .catch((error) => logger.error({ err: error, lane }, 'a lane stopped, the next poll goes on'))
      .then(() => {
        busyLanes.delete(lane)
        if (dirtyLanes.delete(lane)) kickLane(lane)
      })
    busyLanes.set(lane, work)
  }

  async function applyLane(lane: string): Promise<void> {
    const lease = `lane:${lane}`
    if ((await acquireLease(lease, holder, laneLeaseMs)) === null) return
    let renewedAt = performance.now()
    /** Whether this process still has the lane; asked before each row, written to the database now and then. */
    async function holds(): Promise<boolean> {
      if (isStopping) return false
      if (performance.now() - renewedAt < laneRenewMs) return true
      renewedAt = performance.now()
      return (await acquireLease(lease, holder, laneLeaseMs)) !== null
    }
    let rows = await ready(lane)
    while (rows.length > 0 && (await holds())) {
      await applyAll(rows, holds)
      rows = await ready(lane)
    }
    await releaseLease(lease, holder)
  }

  async function applyAll(rows: readonly Inbound[], holds: () => Promise<boolean>): Promise<void> {
    for (const row of rows) {
      if (!(await holds())) return
      await applyRow(row)
    }
  }

  /** The understood rows at the head of a lane: a row still being read, or waiting for its next try, holds up those behind it. */
  async function ready(lane: string): Promise<Inbound[]> {
    const rows = await headOfLane(lane, laneBatch)
    const stop = rows.findIndex((row) => row.stage !== 'understood' || !row.isDue)
    return stop < 0 ? rows : rows.slice(0, stop)
  }

  async function applyRow(row: Inbound, takesReply: () => boolean = () => false): Promise<Reply | null> {
    const startedAt = performance.now()
    try {
      const outcome = await dispatch(row, row.acceptedAt)
      const isTaken = takesReply()
      const notices = [...outcome.notices, ...replyNotices(row, outcome, isTaken)]
      await submit(notices, { cause: row._id, community: outcome.community, at: row.acceptedAt })
      await finishInbound(row._id, { handledBy: outcome.handledBy, outcome: outcome.result, at: now() })
      onQueued()
      const ms = Math.round(performance.now() - startedAt)
      logger.info({ handler: outcome.handledBy, messageId: row._id, result: outcome.result, ms }, 'handled')
      return outcome.reply
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
    const chat = await findChat(platform, externalId)
    if (!chat || !row.incoming.isAddressed) return
    const text = `对不起，这条我没处理成，已经记下请人来看（编号${incident}）。急事请直接打物业电话。`
    const notice: Notice = {
      kind: 'apology',
      to: { chatId: chat._id },
      audience: isGroup ? 'group' : 'resident',
      priority: 'reply',
      content: { text },
    }
    await submit([notice], { cause: row._id, community: null, at: row.acceptedAt })
    onQueued()
  }

  async function click(incoming: Incoming): Promise<Content> {
    const { id, isNew } = await acceptInbound(incoming, await laneOf(incoming.chat), now())
    const row = isNew ? await claimInline(id, inlineLeaseMs) : null
    if (!row) return neutralAnswer
    let isLate = false
    const run = track(applyRow(row, () => !isLate))
    const deadline = new Promise<Content>((resolve) => {
      setTimeout(() => {
        isLate = true
        resolve(neutralAnswer)
      }, clickDeadlineMs).unref()
    })
    return Promise.race([run.then((reply) => shownHere(row, reply) ?? neutralAnswer), deadline])
  }

  async function poll(): Promise<void> {
    pumpUnderstanding()
    await recoverInline()
    for (const lane of await lanesWithWork()) kickLane(lane)
  }

  async function settle(): Promise<void> {
    for (let waiting = 1; waiting > 0 && !isStopping; ) {
      await poll()
      while (underWay.size > 0) await Promise.allSettled([...underWay])
      waiting = (await inboundBacklog()).waiting
    }
  }

  return {
    accept,
    click,
    settle,
    start() {
      timer = setInterval(() => {
        track(poll()).catch((error) => logger.error({ err: error }, 'the inbox could not look for work'))
      }, pollMs)
    },
    async stop() {
      isStopping = true
      clearInterval(timer)
      while (underWay.size > 0) await Promise.allSettled([...underWay])
    },
  }
}
