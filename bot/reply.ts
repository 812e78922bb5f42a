import { districtRoles, hasRole, propertyRoles } from '../domain/access.ts'
import type { ClickAnswer, Content, Reply } from '../domain/message.ts'
import type { Audience } from '../domain/restraint.ts'
import type { Notice, Recipient } from '../models/delivery.ts'
import type { Inbound } from '../models/inbound.ts'
import type { Outcome } from './dispatch.ts'
import { actorIn } from './speaker.ts'

const elsewhereText = '已单独发给您。'

function contentOf({ text, fields, buttons }: Reply): Content {
  return { text, ...(fields ? { fields } : {}), ...(buttons ? { buttons } : {}) }
}

/** What of a reply may be shown where it was asked for: in a group, nothing that is private, and for whom it is. */
function shownHere({ incoming: { chat, sender } }: Inbound, reply: Reply | null): Content | null {
  if (!reply) return null
  if (!chat.isGroup) return contentOf(reply)
  const shown = reply.private ? { text: reply.groupText ?? elsewhereText } : contentOf(reply)
  return { ...shown, mention: sender }
}

/** What a click or form is answered at once; null for messages, and where there is nothing to say. */
export function clickAnswer(row: Inbound, { reply, result }: Outcome): ClickAnswer | null {
  const answer = row.incoming.kind === 'message' ? null : shownHere(row, reply)
  if (!answer) return null
  const success = reply?.asks ? 'asked' : 'done'
  return { answer, result: result === 'done' ? success : 'refused' }
}

/** Where an answer goes: to the chat the words were said in; to the person in private where a form came from a page. */
export function answerTo(
  { incoming }: Inbound,
  from: { chat: { _id: string }; person: { _id: string } | null },
): Recipient {
  const { chat, person } = from
  return incoming.kind === 'form' && person ? { personId: person._id } : { chatId: chat._id }
}

/** A reply as deliveries: what is shown here (unless the click's answer has taken it), and the private part. */
export function replyNotices(row: Inbound, outcome: Outcome, isTaken: boolean): Notice[] {
  const { reply, speaker, result } = outcome
  const here = shownHere(row, reply)
  if (!reply || !here) return []
  const { isGroup } = row.incoming.chat
  const kind = result === 'done' ? 'reply' : 'refusal'
  const own = privateAudience(row, outcome)
  const audience = isGroup && speaker.chat.kind !== 'staff' ? 'group' : own
  const notices: Notice[] = []
  if (!isTaken) notices.push({ kind, to: answerTo(row, speaker), audience, priority: 'reply', content: here })
  if (reply.private && isGroup) {
    const to = { personId: speaker.person._id }
    notices.push({ kind: `${kind}-private`, to, audience: own, priority: 'reply', content: contentOf(reply) })
  }
  return notices
}

function privateAudience(row: Inbound, { speaker, community }: Outcome): Audience {
  if (!community) return 'resident'
  const actor = actorIn(speaker, community, row.acceptedAt)
  if (hasRole(actor, [...districtRoles, 'street', 'admin'])) return 'district'
  return actor.held.some(({ role }) => propertyRoles.includes(role)) ? 'property' : 'resident'
}
