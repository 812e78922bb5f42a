import mongoose from 'mongoose'
import { addHours } from '../../domain/clocks.ts'
import { categoryTable } from '../../domain/policy/categories.ts'
import type { Category } from '../../domain/triage.ts'

/** As much of a ticket as this step knows; later versions may call things otherwise. */
interface Old {
  _id: string
  status: string
  category: Category
  urgency: string
  openedAt: Date
  answerBy: Date
  resolveBy?: Date
}

const operationsAtOnce = 500
const active = ['open', 'assigned', 'accepted', 'waiting', 'forwarded']

/**
 * Every ticket gets its clocks, and every active one a place on the ladder, which looks at it at once. A ticket is done in
 * one update, so that a repetition finds what is left.
 */
export async function startClocks(): Promise<void> {
  const tickets = mongoose.connection.collection<Old>('tickets')
  let operations: ReturnType<typeof complete>[] = []
  for await (const old of tickets.find({ resolveBy: { $exists: false } })) {
    operations.push(complete(old))
    if (operations.length < operationsAtOnce) continue
    await tickets.bulkWrite(operations, { ordered: false })
    operations = []
  }
  if (operations.length > 0) await tickets.bulkWrite(operations, { ordered: false })
}

/** What was open before has the longest time of its class from when it was to be answered. */
function complete({ _id, status, category, openedAt, answerBy }: Old) {
  const { accused = null, classes = ['immediate'] } = categoryTable[category] ?? {}
  const $set = {
    accused,
    lead: null,
    serviceClass: classes[0],
    resolveBy: addHours(answerBy, classes[0] === 'timed' ? 6 * 24 : 0),
    reopenedAt: null,
    pausedAt: null,
    legacyRequest: null,
    ladderAt: active.includes(status) ? openedAt : null,
    ladderFrom: null,
    ladderKey: null,
    ladderRung: 0,
    secretaryAt: null,
    extendedUntil: null,
    referredAt: null,
    pageAt: null,
    alarms: 0,
    agenda: false,
  }
  return { updateOne: { filter: { _id, resolveBy: { $exists: false } }, update: { $set } } }
}
