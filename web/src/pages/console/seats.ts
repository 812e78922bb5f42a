import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { memory } from '../../memory.ts'
import { isLarge } from '../../type-size.ts'
import { groupByRole } from './people.ts'
import type { Seat } from './types.ts'
import type { World } from './world.ts'

const phoneWidth = 760
const lowHeight = 500
const sideWidth = 288
const columnWidth = 330
const largeFactor = 1.25
const mostSeats = 3

/** Who sits side by side at this page, as many as it has room for; remembered for the next visit. */
export function createSeats(world: World) {
  const width = shallowRef(window.innerWidth)
  const height = shallowRef(window.innerHeight)
  const wanted = ref<Seat[]>([])
  const scale = computed(() => (isLarge.value ? largeFactor : 1))
  const isPhone = computed(() => width.value < phoneWidth * scale.value)
  /** Where every line counts: a phone lying on its side, or one with large type or a keyboard. */
  const isLow = computed(() => height.value < lowHeight * scale.value)
  const isWide = computed(() => width.value > height.value)
  const room = computed(() => {
    const columns = Math.floor((width.value - sideWidth * scale.value) / (columnWidth * scale.value))
    return isPhone.value ? 1 : Math.min(mostSeats, Math.max(1, columns))
  })
  const seats = computed(() => wanted.value.slice(0, room.value))

  function measure(): void {
    width.value = window.innerWidth
    height.value = window.innerHeight
  }

  window.addEventListener('resize', measure)
  onScopeDispose(() => window.removeEventListener('resize', measure))

  function seatFor(personId: string, kind: 'group' | 'private'): Seat {
    const chats = world.chatsOf(personId)
    const fitting = chats.find((chat) => (chat.kind === 'private') === (kind === 'private'))
    return { personId, chatId: (fitting ?? chats[0])?.id ?? null }
  }

  /** A resident in the group beside the head of 物业, who is told of every ticket: the story needs both. */
  function firstSeats(): Seat[] {
    const [first] = groupByRole(world.people.value).flatMap(({ people }) => people)
    if (!first) return []
    const other = world.people.value.find(({ role }) => role === 'property_manager')
    return [seatFor(first.id, 'group'), ...(other ? [seatFor(other.id, 'private')] : [])]
  }

  watch(world.state, (state) => {
    if (state !== 'ready') return
    const known = new Set(world.people.value.map(({ id }) => id))
    const remembered = memory.recall('seats', [], areSeats).filter(({ personId }) => known.has(personId))
    wanted.value = remembered.length > 0 ? remembered : firstSeats()
  })
  watch(wanted, (now) => memory.remember('seats', now), { deep: true })

  return {
    seats,
    room,
    isPhone,
    isLow,
    isWide,
    put(index: number, seat: Seat): void {
      wanted.value[index] = seat
    },
    add(): void {
      const taken = new Set(seats.value.map(({ personId }) => personId))
      const free = world.people.value.filter(({ id }) => !taken.has(id))
      const next = free.find(({ role }) => role === 'district_staff') ?? free[0]
      if (next) wanted.value = [...seats.value, seatFor(next.id, 'private')]
    },
    remove(index: number): void {
      wanted.value = wanted.value.filter((_, i) => i !== index)
    },
  }
}

function areSeats(found: unknown): found is Seat[] {
  return Array.isArray(found) && found.every(isSeat)
}

function isSeat(found: unknown): boolean {
  const { personId, chatId } = (found ?? {}) as Partial<Seat>
  return typeof personId === 'string' && (chatId === null || typeof chatId === 'string')
}
