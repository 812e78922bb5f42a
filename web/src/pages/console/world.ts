import type { InjectionKey, ShallowRef } from 'vue'
import { computed, inject, onScopeDispose, ref, shallowReactive, shallowRef } from 'vue'
import { ApiError, newKey, post, request } from '../../api.ts'
import { createBusinessClock } from './business-clock.ts'
import { openFeed } from './feed.ts'
import type { Chat, DeliveryRow, Draft, Member, Message, TicketRow } from './types.ts'

const base = '/console/api'
const settleMs = 250
const refetchMs = 80

export type World = ReturnType<typeof createWorld>
export const worldKey: InjectionKey<World> = Symbol('world')

/** The world of the console page the component is on. */
export function useWorld(): World {
  const world = inject(worldKey)
  if (!world) throw new Error('used outside the console page')
  return world
}

/** A list that is fetched anew whenever the bot says that it changed. */
interface LiveList<T> {
  rows: ShallowRef<T[]>
  state: ShallowRef<'loading' | 'ready' | 'failed'>
  fetch(): Promise<void>
}

function createList<Name extends string, T>(name: Name): LiveList<T> {
  const rows = shallowRef<T[]>([])
  const state = shallowRef<'loading' | 'ready' | 'failed'>('loading')
  return {
    rows,
    state,
    async fetch() {
      try {
        rows.value = (await request<Record<Name, T[]>>(`${base}/${name}`))[name]
        state.value = 'ready'
      } catch {
        state.value = 'failed'
      }
    },
  }
}

/** Everything the console page knows: chats, what was said, tickets, deliveries and the clock, kept live. */
export function createWorld() {
  const state = ref<'loading' | 'ready' | 'failed'>('loading')
  const failure = shallowRef<ApiError>()
  const isConnected = ref(true)
  const chats = shallowRef<Chat[]>([])
  const said = shallowReactive(new Map<string, Message[]>())
  const newest = shallowRef<Message[]>([])
  const readUpTo = shallowReactive(new Map<string, number>())
  const tickets = createList<'tickets', TicketRow>('tickets')
  const deliveries = createList<'deliveries', DeliveryRow>('deliveries')
  const clock = createBusinessClock(`${base}/clock`)
  const chatOf = computed(() => new Map(chats.value.map((chat) => [chat.id, chat])))
  const people = computed(() => peopleIn(chats.value))
  const waiting = new Set<string>()
  let settling: ReturnType<typeof setTimeout> | undefined
  let wasUp = true
  let lastSeq = 0
  /** What stood here when the page was opened counts as read. */
  let firstUnread = 0
  let close: (() => void) | undefined

  async function fetchChats(): Promise<void> {
    chats.value = (await request<{ chats: Chat[] }>(`${base}/chats`)).chats
  }

  async function load(): Promise<void> {
    state.value = 'loading'
    try {
      await fetchChats()
    } catch (error) {
      failure.value =
        error instanceof ApiError ? error : new ApiError(0, 'unknown', '出了点问题，请稍后再试。')
      state.value = 'failed'
      return
    }
    await Promise.all([tickets.fetch(), deliveries.fetch(), clock.fetch()])
    close = openFeed({ onMessages, onChanged, onLine })
  }

  function settleSoon(): void {
    if (state.value !== 'loading') return
    clearTimeout(settling)
    settling = setTimeout(() => {
      firstUnread = lastSeq
      state.value = 'ready'
    }, settleMs)
  }

  function onMessages(lot: Message[]): void {
    for (const chatId of new Set(lot.map((message) => message.chatId))) {
      const fresh = lot.filter((message) => message.chatId === chatId)
      said.set(chatId, [...(said.get(chatId) ?? []), ...fresh])
      if (!chatOf.value.has(chatId)) refetch('chats')
    }
    lastSeq = lot.at(-1)?.seq ?? lastSeq
    if (state.value === 'ready') newest.value = lot
    settleSoon()
  }

  function onLine(isUp: boolean): void {
    isConnected.value = isUp
    if (isUp && !wasUp) for (const what of ['chats', 'tickets', 'deliveries', 'clock']) refetch(what)
    wasUp = isUp
    if (isUp) settleSoon()
  }

  function onChanged(what: string): void {
    refetch(what)
  }

  const fetchers = new Map([
    ['chats', () => fetchChats().catch(() => undefined)],
    ['tickets', tickets.fetch],
    ['deliveries', deliveries.fetch],
    ['clock', clock.fetch],
  ])

  /** Fetches a list once for all the changes of a moment. */
  function refetch(what: string): void {
    if (waiting.has(what)) return
    waiting.add(what)
    setTimeout(() => {
      waiting.delete(what)
      void fetchers.get(what)?.()
    }, refetchMs)
  }

  onScopeDispose(() => {
    close?.()
    clearTimeout(settling)
  })

  return {
    state,
    failure,
    isConnected,
    chats,
    people,
    newest,
    tickets,
    deliveries,
    clock,
    load,
    chatOf: (id: string | null) => (id ? chatOf.value.get(id) : undefined),
    chatsOf: (personId: string) =>
      chats.value.filter(({ members }) => members.some(({ id }) => id === personId)),
    messagesOf: (chatId: string) => said.get(chatId) ?? [],
    /** How many messages of others came since the person last looked. */
    unread(personId: string, chatId: string): number {
      const from = Math.max(readUpTo.get(`${personId} ${chatId}`) ?? 0, firstUnread)
      return (said.get(chatId) ?? []).filter(({ seq, senderId }) => seq > from && senderId !== personId)
        .length
    },
    /** The same over all chats of a person but one. */
    unreadElsewhere(personId: string, except: string): number {
      const others = this.chatsOf(personId).filter(({ id }) => id !== except)
      return others.reduce((sum, { id }) => sum + this.unread(personId, id), 0)
    },
    /** How many messages the bot sent somebody alone that were not seen yet: what waits for that person. */
    waitingFor(personId: string): number {
      const own = this.chatsOf(personId).filter(({ kind }) => kind === 'private')
      return own.reduce((sum, { id }) => sum + this.unread(personId, id), 0)
    },
    markRead(personId: string, chatId: string): void {
      readUpTo.set(`${personId} ${chatId}`, said.get(chatId)?.at(-1)?.seq ?? 0)
    },
    async say(chatId: string, senderId: string, draft: Draft): Promise<void> {
      await post(`${base}/messages`, { chatId, senderId, ...draft })
    },
    async click(message: Message, userId: string, action: string): Promise<void> {
      const { chatId, id: messageId } = message
      await post(`${base}/clicks`, { chatId, messageId, userId, action, key: newKey() })
    },
  }
}

function peopleIn(chats: Chat[]): Member[] {
  const everybody = chats.flatMap(({ members }) => members).filter(({ role }) => role !== 'bot')
  return [...new Map(everybody.map((member) => [member.id, member])).values()]
}
