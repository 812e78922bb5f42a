import type { EraseStep } from './erase-step.ts'
import { changeAll, erasedText, stored } from './erase-step.ts'
import type { Traces } from './person-traces.ts'
import type { Ticket } from './ticket.ts'

/** What the bot has said to a person, or of a person's words to others. Whatever hands on words is found from here. */
export interface Told {
  /** Find deliveries. */
  deliveries: object[]
  /** Rows of others whose answer had words of the person. */
  rows: object
}

/** Finds what was told to a person and of a person: answers, notices, accepted tickets, cards with doubtful words. */
export async function toldOf({ person, rows, privateChats, ticketIds, candidateIds }: Traces): Promise<Told> {
  const chatIds = privateChats.map(({ _id }) => _id)
  const accepted = await acceptancesOf(ticketIds)
  const ids = candidateIds.length > 0 ? candidateIds.join('|') : 'none'
  const cards = new RegExp(`[?&]candidate=(?:${ids})(?:&|$)`, 'u')
  return {
    deliveries: [
      { $or: [{ 'to.personId': person._id }, { 'to.chatId': { $in: chatIds } }] },
      { cause: { $in: rows.map(({ _id }) => _id) }, kind: { $in: ['reply', 'refusal', 'apology'] } },
      { cause: { $in: accepted }, kind: /^reply/u },
      { kind: 'added', ticketId: { $in: ticketIds } },
      { 'content.buttons.action': cards },
    ],
    rows: { $or: [{ _id: { $in: accepted } }, { 'answer.answer.buttons.action': cards }] },
  }
}

/** The causes whose answers told somebody who reported a ticket, where and with what words. */
async function acceptancesOf(ticketIds: readonly string[]): Promise<string[]> {
  const tickets = await stored('tickets')
    .find({ _id: { $in: [...ticketIds] } })
    .toArray()
  return tickets
    .flatMap((ticket) => (ticket as unknown as Ticket).events)
    .filter(({ to }) => to === 'accepted')
    .map(({ id }) => id)
}

/** Cancels what is still to be said to a person or with a person's words, and takes the words out of what was said. */
export function eraseTold(told: Told): EraseStep[] {
  const open = { status: { $in: ['queued', 'failed', 'uncertain', 'unreachable'] } }
  const hasWords = { 'content.text': { $ne: erasedText } }
  const without = { $set: { content: { text: erasedText } } }
  return [
    changeAll(
      'deliveries',
      { $or: told.deliveries, ...open },
      { $set: { status: 'cancelled', proof: 'person erased' } },
    ),
    ...told.deliveries.map((filter) => changeAll('deliveries', { ...filter, ...hasWords }, without)),
    changeAll('inbound', { ...told.rows, answer: { $ne: null } }, { $set: { answer: null } }),
  ]
}
