import { getChat } from '../../models/chat.ts'
import type { Delivery } from '../../models/delivery.ts'
import { findPeople } from '../../models/person.ts'
import { chatKindName, sayPlace } from './say.ts'

/** To whom something goes, as an operator can find them. */
export interface RecipientName {
  kind: 'person' | 'chat'
  text: string
}

/** Looks up the people and chats of several deliveries. */
export async function nameRecipients(
  deliveries: readonly Pick<Delivery, 'to'>[],
): Promise<(delivery: Pick<Delivery, 'to'>) => RecipientName> {
  const names = new Map<string, string>()
  const personIds = deliveries.flatMap(({ to }) => personOf(to) ?? [])
  for (const { _id, name, identities } of await findPeople([...new Set(personIds)])) {
    names.set(_id, `${name}（${identities.map(sayIdentity).join(' ')}）`)
  }
  const chatIds = deliveries.flatMap(({ to }) => ('chatId' in to ? [to.chatId] : []))
  for (const id of new Set(chatIds)) {
    const chat = await getChat(id)
    if (chat)
      names.set(
        id,
        `${chat.communityId ?? ''}${sayPlace(chat)}${chatKindName[chat.kind]}（${sayIdentity(chat)}）`,
      )
  }
  return ({ to }) => {
    if ('chatId' in to) return { kind: 'chat', text: names.get(to.chatId) ?? to.chatId }
    const personId = personOf(to) ?? ''
    return { kind: 'person', text: `${'callId' in to ? '电话：' : ''}${names.get(personId) ?? personId}` }
  }
}

function personOf(to: Delivery['to']): string | null {
  if ('personId' in to) return to.personId
  return 'callId' in to ? to.callId : null
}

function sayIdentity({ platform, externalId }: { platform: string; externalId: string }): string {
  return `${platform}:${externalId}`
}
