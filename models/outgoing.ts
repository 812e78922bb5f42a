import { policyFor } from '../domain/policy/index.ts'
import { isUnaskedPost, whyWithheld } from '../domain/restraint.ts'
import type { Community } from './community.ts'
import type { Notice, Ready } from './delivery.ts'
import { countGroupPosts, enqueue } from './delivery.ts'
import { firstFree } from './hold.ts'

/**
 * Puts notices into the outbox, each once by its key. What the community's mode or a ticket's budget of group posts
 * forbids is kept on record as withheld instead of being sent.
 */
export async function submit(
  notices: readonly Notice[],
  from: { cause: string; community: Community | null; at: Date },
): Promise<void> {
  const ready: Ready[] = []
  for (const notice of notices) {
    // Most waiting is known beforehand, so that the outbox need not find out.
    const notBefore = firstFree(from.at, notice, from.community)
    const { content } = notice
    ready.push({
      ...notice,
      content: typeof content === 'function' ? content(notBefore) : content,
      cause: notice.once ?? from.cause,
      communityId: from.community?._id ?? null,
      notBefore,
      withheld: await reasonToWithhold(notice, from.community),
    })
  }
  await enqueue(ready, from.at)
}

async function reasonToWithhold(notice: Notice, community: Community | null): Promise<string | null> {
  if (!community) return null
  const budget = policyFor(community, 'groupPostsPerTicket')
  const posts = notice.ticketId && isUnaskedPost(notice) ? await countGroupPosts(notice.ticketId) : 0
  return whyWithheld(notice, community.mode, { posts, budget })
}
