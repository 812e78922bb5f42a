import type { InjectionKey } from 'vue'
import { computed, inject, onScopeDispose, ref, shallowReactive, shallowRef } from 'vue'
import { ApiError, newKey, post, request } from '../../api.ts'
import { createBusinessClock } from './business-clock.ts'
import { createDrafts } from './drafts.ts'
import { openFeed } from './feed.ts'
import { createLiveList } from './live-list.ts'
import { createReadMarks } from './read-marks.ts'
import type { Chat, ClickAnswer, DeliveryRow, Letter, Member, Message, TicketRow } from './types.ts'

const base = '/console/api'
const refetchMs = 80

export type World = ReturnType<typeof createWorld>
export const worldKey: InjectionKey<World> = Symbol('world')

/** The world of the console page the component is on. */
export function useWorld(): World {
  const world = inject(worldKey)
  if (!world) throw new Error('used outside the console page')
  return world
}

/** Everything the console page knows: chats, what was said, tickets, deliveries and the clock, kept live. */
export function createWorld() {
  const state = ref<'loading' | 'ready' | 'failed'>('loading')
  const failure = shallowRef<ApiError>()
  const isConnected = ref(true)
  const chats = shallowRef<Chat[]>([])
  const said = shallowReactive(new Map<string, Message[]>())
  const newest = shallowRef<Message[]>([])
  const tickets = createLiveList<'tickets', TicketRow>(`${base}/tickets`, 'tickets')
  const deliveries = createLiveList<'deliveries', DeliveryRow>(`${base}/deliveries`, 'deliveries')
  const clock = createBusinessClock(`${base}/clock`, refetch)
  const drafts = createDrafts()
  const messagesOf = (chatId: string) => said.get(chatId) ?? []
  const marks = createReadMarks(messagesOf)
  const chatOf = computed(() => new Map(chats.value.map((chat) => [chat.id, chat])))
  const people = computed(() => peopleIn(chats.value))
  let refetching: ReturnType<typeof setTimeout> | undefined
  let lastSeq = 0
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
    close = openFeed({ onMessages, onCaughtUp, onChanged: refetch, onLine })
    await fetchLists()
  }

  async function fetchLists(): Promise<void> {
    await Promise.all([tickets.fetch(), deliveries.fetch(), clock.fetch()])
  }

  /** Fetches everything anew, once for all the changes of a moment; what nobody looks at waits until somebody does. */
  function refetch(): void {
    if (document.hidden || state.value !== 'ready') return
    refetching ??= setTimeout(() => {
      refetching = undefined
      fetchChats().catch(() => undefined)
      void fetchLists()
    }, refetchMs)
  }

  function onMessages(lot: Message[]): void {
    for (const chatId of new Set(lot.map((message) => message.chatId))) {
      const fresh = lot.filter((message) => message.chatId === chatId)
      said.set(chatId, [...messagesOf(chatId), ...fresh])
      if (!chatOf.value.has(chatId)) refetch()
    }
    lastSeq = lot.at(-1)?.seq ?? lastSeq
    if (state.value === 'ready') newest.value = lot
  }

  function onCaughtUp(): void {
    if (state.value !== 'loading') return
    marks.open(lastSeq)
    state.value = 'ready'
  }

  function onLine(isUp: boolean): void {
    const wasUp = isConnected.value
    isConnected.value = isUp
    if (!isUp || wasUp) return
    drafts.forgetCutOff()
    refetch()
  }

  document.addEventListener('visibilitychange', refetch)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', refetch)
    clearTimeout(refetching)
    close?.()
  })

  const chatsOf = (personId: string) =>
    chats.value.filter(({ members }) => members.some(({ id }) => id === personId))

  function unreadIn(personId: string, isCounted: (chat: Chat) => boolean): number {
    const counted = chatsOf(personId).filter(isCounted)
    return counted.reduce((sum, { id }) => sum + marks.unread(personId, id), 0)
  }

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
    chatsOf,
    messagesOf,
    draftOf: drafts.draftOf,
    unread: marks.unread,
    markRead: marks.markRead,
    chatOf: (id: string | null) => (id ? chatOf.value.get(id) : undefined),
    /** How many messages of others came since a person last looked, over all chats but one. */
    unreadElsewhere: (personId: string, except: string) => unreadIn(personId, ({ id }) => id !== except),
    /** How many messages the bot sent somebody alone that were not seen yet: what waits for that person. */
    waitingFor: (personId: string) => unreadIn(personId, ({ kind }) => kind === 'private'),
    async say(chatId: string, senderId: string, letter: Letter): Promise<void> {
      await post(`${base}/messages`, { chatId, senderId, ...letter })
    },
    async click(message: Message, userId: string, action: string): Promise<ClickAnswer> {
      const { chatId, id: messageId } = message
      return post(`${base}/clicks`, { chatId, messageId, userId, action, key: newKey() })
    },
  }
}

function peopleIn(chats: Chat[]): Member[] {
  const everybody = chats.flatMap(({ members }) => members).filter(({ role }) => role !== 'bot')
  return [...new Map(everybody.map((member) => [member.id, member])).values()]
}
