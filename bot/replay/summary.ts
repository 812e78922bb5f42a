import type { Story, ToldMessage, ToldTicket } from './story.ts'

/** What a replay came to, in numbers and lists, over all chats of a file. */
export interface Summary {
  tickets: ToldTicket[]
  dangers: ToldTicket[]
  messages: ToldMessage[]
  merged: ToldMessage[]
  answered: ToldMessage[]
  ignored: ToldMessage[]
  /** What a person should look at: held back, or understood poorly. */
  toLookAt: ToldMessage[]
  people: number
}

/** Sums up what a replay came to. */
export function summarise(stories: readonly Story[]): Summary {
  const messages = stories.flatMap((story) => story.messages)
  const tickets = stories.flatMap((story) => story.tickets)
  const people = stories.map((story) => new Set(story.messages.map(({ message }) => message.sender)).size)
  return {
    tickets,
    dangers: tickets.filter(({ ticket }) => ticket.urgency === 'emergency'),
    messages,
    merged: messages.filter(({ fate }) => fate === 'merged' || fate === 'followed'),
    answered: messages.filter(({ answers }) => answers.length > 0),
    ignored: messages.filter(({ fate, isUnsure }) => fate === 'ignored' && !isUnsure),
    toLookAt: messages.filter(({ fate, isUnsure }) => isUnsure && fate !== 'merged' && fate !== 'followed'),
    people: people.reduce((sum, n) => sum + n, 0),
  }
}
