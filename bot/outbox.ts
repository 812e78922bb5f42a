import type { Logger } from 'pino'
import type { Content } from '../domain/message.ts'
import { getChat } from '../models/chat.ts'
import type { Delivery } from '../models/delivery.ts'
import {
  abandonedDeliveries,
  claimDelivery,
  dueDeliveries,
  enqueueCall,
  finishDelivery,
  hasDueDeliveries,
  postpone,
} from '../models/delivery.ts'
import { heldUntil } from '../models/hold.ts'
import type { Person } from '../models/person.ts'
import { findPerson } from '../models/person.ts'
import { contentStillTrue } from '../models/still-true.ts'
import type { Address, Platform, SendResult } from './platform.ts'

/** What the outbox is made of. */
export interface OutboxParts {
  platforms: ReadonlyMap<string, Platform>
  now(): Date
  logger: Logger
}

/** Everything that goes out, goes out here. */
export interface Outbox {
  start(): void
  /** Looks for due deliveries now. */
  kick(): void
  /** Stops sending and waits for what is under way. */
  stop(): Promise<void>
  /** Sends until nothing is due; for simulations and tests. */
  settle(): Promise<void>
}

type End = Parameters<typeof finishDelivery>[1]
type Target = { platform: Platform; address: Address; communityId: string | null }

const sendingLeaseMs = 15_000
const batch = 200
const recipientsAtOnce = 16
const pollMs = 500
const maxTries = 8

/** Makes the outbox: due deliveries by priority, one at a time per recipient, checked for truth just before sending. */
export function createOutbox({ platforms, now, logger }: OutboxParts): Outbox {
  let isStopping = false
  let isAgain = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  function kick(): void {
    if (isStopping) return
    if (running) {
      isAgain = true
      return
    }
    running = sweep()
      .catch((error) => logger.error({ err: error }, 'sending stopped, the next poll goes on'))
      .finally(() => {
        running = undefined
        if (isAgain) {
          isAgain = false
          kick()
        }
      })
  }

  async function sweep(): Promise<void> {
    for (let isMore = true; isMore && !isStopping; ) {
      const due = await dueDeliveries(now(), batch)
      isMore = due.length === batch
      const queues = [...groupByRecipient(due).values()]
      await inParallel(queues, recipientsAtOnce, async (queue) => {
        for (const delivery of queue) await sendOne(delivery)
      })
    }
  }

  async function sendOne(delivery: Delivery): Promise<void> {
    if (isStopping) return
    const wait = await heldUntil(delivery, now())
    if (wait) return postpone(delivery._id, wait)
    if (delivery.isCall && callService()) await enqueueCall(delivery, now())
    const claimed = await claimDelivery(delivery._id, sendingLeaseMs)
    if (!claimed) return
    const end = await deliver(claimed)
    await finishDelivery(claimed, end)
    logger.debug({ deliveryId: claimed._id, kind: claimed.kind, status: end.status }, 'delivery')
  }

  async function deliver(delivery: Delivery): Promise<End> {
    if (isTooLate(delivery, now())) return { status: 'expired', proof: 'too late' }
    const still = await contentStillTrue(delivery)
    if (!still) return { status: 'cancelled', proof: untrue(delivery) }
    const target = await addressOf(delivery)
    if (!target) return { status: 'unreachable', proof: 'no private channel' }
    if (isElsewhere(delivery, target)) {
      return { status: 'cancelled', proof: 'the group belongs to another community now' }
    }
    return sendTo(target, delivery, still)
  }

  async function sendTo({ platform, address }: Target, delivery: Delivery, still: Content): Promise<End> {
    const content = forPlatform(platform, delivery.isRepeat ? repeated(still) : still)
    const result = await safeSend(platform, address, content, delivery.key)
    return { platform: platform.name, ...settleResult(delivery, platform, result) }
  }

  /** A platform that throws has not said whether it sent: that is the definition of unknown. */
  async function safeSend(
    platform: Platform,
    address: Address,
    content: Content,
    key: string,
  ): Promise<SendResult> {
    try {
      return await platform.send(address, content, key)
    } catch (error) {
      logger.error({ err: error, platform: platform.name }, 'a send broke off')
      return { result: 'unknown', reason: error instanceof Error ? error.message : String(error) }
    }
  }

  function settleResult(delivery: Delivery, platform: Platform, result: SendResult): End {
    if (result.result === 'sent') return { status: 'sent', proof: result.proof, sentAt: now() }
    if (result.result === 'refused') return { status: 'failed', proof: result.reason }
    if (result.result === 'unknown') return afterUnknown(delivery, platform, result.reason)
    if (delivery.tries >= maxTries) return { status: 'failed', proof: result.reason }
    return { status: 'queued', proof: result.reason, notBefore: new Date(now().getTime() + result.retryMs) }
  }

  /** A send of unknown fate: again where that shows once, once more for an emergency, otherwise a person decides. */
  function afterUnknown(delivery: Delivery, platform: Platform | undefined, reason: string): End {
    const isSafe = platform?.capabilities.repeatableSend && delivery.tries < maxTries
    if (isSafe) return { status: 'queued', proof: reason, notBefore: now(), isPerhapsOut: true }
    if (delivery.priority === 'emergency' && !delivery.isRepeat) {
      return { status: 'queued', proof: reason, notBefore: now(), isRepeat: true }
    }
    return { status: 'uncertain', proof: reason }
  }

  async function recover(): Promise<void> {
    for (const delivery of await abandonedDeliveries(batch)) {
      const target = await addressOf(delivery)
      await finishDelivery(delivery, afterUnknown(delivery, target?.platform, 'the sender died'))
    }
  }

  async function addressOf({ to }: Delivery): Promise<Target | null> {
    if ('personId' in to) return privateTarget(await findPerson(to.personId))
    if ('callId' in to) return callTarget(await findPerson(to.callId))
    const chat = await getChat(to.chatId)
    const platform = chat && platforms.get(chat.platform)
    if (!platform) return null
    const communityId = chat.kind === 'private' ? null : chat.communityId
    return { platform, address: { chat: chat.externalId }, communityId }
  }

  function callService(): Platform | undefined {
    return [...platforms.values()].find(({ capabilities }) => capabilities.calls)
  }

  function callTarget(person: Person | null): Target | null {
    const platform = callService()
    const [identity] = person?.identities ?? []
    if (!platform || !identity) return null
    const address = { person: `${identity.platform}:${identity.externalId}` }
    return { platform, address, communityId: null }
  }

  function privateTarget(person: Person | null): Target | null {
    for (const { platform: name, externalId } of person?.identities ?? []) {
      const platform = platforms.get(name)
      if (platform?.capabilities.privateMessages)
        return { platform, address: { person: externalId }, communityId: null }
    }
    return null
  }

  async function poll(): Promise<void> {
    await recover()
    kick()
  }

  return {
    kick,
    start() {
      timer = setInterval(() => {
        poll().catch((error) => logger.error({ err: error }, 'the outbox could not look for work'))
      }, pollMs)
    },
    async stop() {
      isStopping = true
      clearInterval(timer)
      await running
    },
    async settle() {
      while (!isStopping && (await hasDueDeliveries(now()))) {
        // What a dead sender left is free again once its lease has run out.
        await recover()
        kick()
        await running
      }
    },
  }
}

/** Why something is not sent any more; of a send of unknown fate nobody knows whether it was said before. */
function untrue({ isPerhapsOut }: Delivery): string {
  return isPerhapsOut ? 'no longer true, perhaps said before' : 'no longer true'
}

function isTooLate({ expiresAt }: Delivery, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now
}

/** A group that was given to another community must not hear the old one's matters. */
function isElsewhere({ communityId }: Delivery, target: Target): boolean {
  return communityId !== null && target.communityId !== null && communityId !== target.communityId
}

/** Whom an answer is for is said only where a platform can. */
function forPlatform({ capabilities }: Platform, { mention, ...content }: Content): Content {
  return mention && capabilities.mentions ? { ...content, mention } : content
}

function repeated(content: Content): Content {
  return { ...content, text: `（重发）${content.text}` }
}

function groupByRecipient(deliveries: readonly Delivery[]): Map<string, Delivery[]> {
  const groups = new Map<string, Delivery[]>()
  for (const delivery of deliveries) {
    const key = JSON.stringify(delivery.to)
    groups.set(key, [...(groups.get(key) ?? []), delivery])
  }
  return groups
}

async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values()
  await Promise.all(
    Array.from({ length: Math.min(limit, items.length) }, async () => {
      for (const item of rest) await work(item)
    }),
  )
}
