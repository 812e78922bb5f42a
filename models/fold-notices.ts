import { rungListHead } from '../domain/ladder-words.ts'
import { listText } from '../domain/wording.ts'
import type { Community } from './community.ts'
import type { ListItem, Notice } from './delivery.ts'
import { deliveryKey, toldKeys } from './delivery.ts'
import { submit } from './outgoing.ts'

/** A notice that can also be one line of a list. */
export interface Foldable {
  notice: Notice & { once: string }
  line: string
  community: Community
}

const hourMs = 3_600_000
/** So often one recipient can get a list in the same hour, before the rest goes out one by one. */
const mostLists = 50

/**
 * Puts notices into the outbox, each once by its key; whoever would get more than `most` at once gets one list of them
 * instead. Killed on the way and run again, it tells nothing twice and leaves nothing out.
 */
export async function submitFolded(
  foldables: readonly Foldable[],
  { at, most }: { at: Date; most: number },
): Promise<void> {
  for (const own of byRecipient(foldables).values()) {
    const urgent = own.filter(({ notice }) => notice.priority === 'emergency')
    await submitEach(urgent, at)
    await submitFew(
      own.filter((one) => !urgent.includes(one)),
      { at, most },
    )
  }
}

function byRecipient(foldables: readonly Foldable[]): Map<string, Foldable[]> {
  const groups = new Map<string, Foldable[]>()
  for (const one of foldables) {
    const to = JSON.stringify(one.notice.to)
    groups.set(to, [...(groups.get(to) ?? []), one])
  }
  return groups
}

async function submitFew(
  foldables: readonly Foldable[],
  { at, most }: { at: Date; most: number },
): Promise<void> {
  let left = await untold(foldables)
  for (let n = 1; left.length > most && n <= mostLists; n++) {
    await submitList(left, at, n)
    // A list of this hour that stood there before keeps its own lines.
    left = await untold(left)
  }
  await submitEach(left, at)
}

async function untold(foldables: readonly Foldable[]): Promise<Foldable[]> {
  const told = await toldKeys(foldables.map(keyOf))
  return foldables.filter((one) => !told.has(keyOf(one)))
}

function keyOf({ notice: { once, to, kind, ticketId } }: Foldable): string {
  return deliveryKey(once, to, kind, ticketId)
}

async function submitEach(foldables: readonly Foldable[], at: Date): Promise<void> {
  for (const { notice, community } of foldables) await submit([notice], { cause: notice.once, community, at })
}

async function submitList(foldables: readonly Foldable[], at: Date, n: number): Promise<void> {
  const [first] = foldables
  if (!first) return
  const items = foldables.map(itemOf)
  const { to, audience } = first.notice
  const cause = `ladder-list:${Math.floor(at.getTime() / hourMs)}:${n}`
  const lines = items.map(({ text }) => text)
  const notice: Notice = {
    kind: 'ladder-list',
    to,
    audience,
    priority: 'notice',
    inOffice: foldables.every((one) => one.notice.inOffice ?? false),
    list: { head: rungListHead, items },
    content: { text: listText(rungListHead, lines) },
  }
  await submit([notice], { cause, community: first.community, at })
}

function itemOf(foldable: Foldable): ListItem {
  const { notice, line } = foldable
  const premise = notice.premise ?? { ticketId: notice.ticketId ?? '', statuses: [] }
  return { key: keyOf(foldable), text: line, premise }
}
