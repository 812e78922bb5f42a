import { isWithin, startOfDay } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import { chainHead } from '../models/audit-chain.ts'
import { chatsOf } from '../models/chat.ts'
import type { Community } from '../models/community.ts'
import { listCommunities } from '../models/community.ts'
import type { Notice } from '../models/delivery.ts'
import { deliveryKey, knownKeys } from '../models/delivery.ts'
import { submit } from '../models/outgoing.ts'
import { defineJob } from './job.ts'

/** So much of the hash is posted; `audit verify --head` takes it as it is. */
const shownDigits = 12
const kind = 'audit-head'

/** Posts where the audit chain ends to the staff groups, once a day: what was cut off or rewritten later does not match. */
export const postAuditHead = defineJob({
  name: 'post-audit-head',
  everyMs: 60_000,
  async run({ now }) {
    const due = (await listCommunities()).filter((one) => isWithin(now, policyFor(one, 'auditHeadClock')))
    const head = due.length > 0 ? await chainHead() : null
    if (!head) return 0
    const text = `今日留痕校验码 ${head._id}-${head.hash.slice(0, shownDigits)}，请留存。`
    let posted = 0
    for (const community of due) posted += await post(text, community, now)
    return posted
  },
})

async function post(text: string, community: Community, now: Date): Promise<number> {
  const cause = `${kind}:${community._id}:${startOfDay(now).toISOString()}`
  const groups = (await chatsOf(community._id, 'staff')).map((chat) => ({ chatId: chat._id }))
  const known = await knownKeys(groups.map((to) => deliveryKey(cause, to, kind)))
  const notices = groups
    .filter((to) => !known.has(deliveryKey(cause, to, kind)))
    .map<Notice>((to) => ({ kind, to, audience: 'property', priority: 'notice', content: { text } }))
  await submit(notices, { cause, community, at: now })
  return notices.length
}
