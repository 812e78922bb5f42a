import { onScopeDispose, shallowRef } from 'vue'
import { ApiError, post, request } from '../../api.ts'
import type { Unsure } from '../../same-key.ts'
import { keepKey } from '../../same-key.ts'
import { withWho } from '../../who.ts'

/** Something that was said about a ticket, with the ids of its pictures. */
export interface Words {
  at: string
  text: string
  images: string[]
}

/** A report of somebody else; name and room stand there for whoever has accepted the ticket. */
export interface Reported {
  name: string | null
  room: string | null
  words: Words[]
}

/** What to do and whom to call. */
export interface Danger {
  advice: string
  phones: { name: string; number: string }[]
}

/** A ticket as its reporter sees it, and those who handle it. */
export interface Ticket {
  id: string
  /** Whom it is shown to. */
  who?: string
  community?: string
  number: number
  summary: string
  status: string
  statusName: string
  /** Whether it is for somebody else to do. */
  isDeclined?: boolean
  /** What was arranged: until when it waits and why, who has it instead, what was promised. */
  course?: string[]
  answerBy: string | null
  answeredAt?: string | null
  isLate?: boolean
  /** As long as it is one. */
  hazard?: Danger | null
  /** How often somebody has urged. */
  urged?: number
  openedAt: string
  voices: number
  phone: string | null
  timeline: { at: string; text: string }[]
  mine: Words[]
  actions: string[]
  /** For those who handle it; `reports` is null until they may read them. */
  handling: { place: string; reports: Reported[] | null } | null
}

/** Where a picture of a ticket is. */
export function pictureAddress({ id, who }: Ticket, image: string, size: 'thumb' | 'full'): string {
  const path = `/api/tickets/${encodeURIComponent(id)}/media/${encodeURIComponent(image)}`
  return withWho(`${path}?size=${size}`, who)
}

/** What the reporter does to the ticket; resolves when it was taken. */
export type Act = (action: string, more?: { text?: string; images?: string[] }) => Promise<void>

const laterMs = 1_500
/** Whoever keeps the page open sees before long what others have done. */
const againMs = 30_000

/** One ticket as one person sees it, fetched anew after each action, whenever the page is looked at again, and now and then. */
export function openTicket(id: string, askedWho: string | undefined) {
  const path = `/api/tickets/${encodeURIComponent(id)}`
  const ticket = shallowRef<Ticket>()
  const error = shallowRef<ApiError>()
  const answer = shallowRef('')
  let unsure: Unsure | null = null
  // Somebody else may open a link on this device meanwhile; the page stays whose it is.
  const who = () => ticket.value?.who ?? askedWho

  async function load(): Promise<void> {
    try {
      ticket.value = await request<Ticket>(withWho(path, who()))
      error.value = undefined
    } catch (failure) {
      const isPassing = !(failure instanceof ApiError) || failure.status === 0 || failure.status >= 500
      // What stands on the page already is better than nothing while the network is away.
      if (ticket.value && isPassing) return
      error.value =
        failure instanceof ApiError ? failure : new ApiError(0, 'unknown', '出了点问题，请稍后再试。')
    }
  }

  const act: Act = async (action, more = {}) => {
    unsure = keepKey(unsure, JSON.stringify([action, more]))
    answer.value = ''
    const deed = { action, ...more, key: unsure.key }
    const { text } = await post<{ text: string }>(withWho(`${path}/actions`, who()), deed)
    unsure = null
    answer.value = text
    await load()
    setTimeout(load, laterMs)
  }

  function lookAgain(): void {
    if (document.visibilityState === 'visible') void load()
  }

  document.addEventListener('visibilitychange', lookAgain)
  const again = setInterval(lookAgain, againMs)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', lookAgain)
    clearInterval(again)
  })
  void load()
  return { ticket, error, answer, load, act }
}
