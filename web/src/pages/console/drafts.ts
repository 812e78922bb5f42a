import { reactive, watch } from 'vue'
import { tabMemory } from '../../memory.ts'
import type { Unsure } from '../../same-key.ts'
import type { Tray } from '../../tray.ts'
import { emptyTray } from '../../tray.ts'

/** What somebody is about to say in a chat. */
export interface Draft extends Tray {
  text: string
  quote: Quote | null
  /** Whether it is meant for the bot. */
  isAddressing: boolean
  isSending: boolean
  /** Whether the trouble was the lost connection, and is over with it. */
  isCutOff: boolean
  unsure: Unsure | null
}

/** A message that is answered to, and how it is shown. */
export interface Quote {
  id: string
  words: string
}

type Kept = Pick<Draft, 'text' | 'quote' | 'isAddressing' | 'images' | 'unsure'>

/** What everybody is about to say in every chat; it outlives a look elsewhere and a reload of the page. */
export function createDrafts() {
  const drafts = reactive(new Map<string, Draft>())
  const kept = tabMemory.recall<[string, Kept][]>('drafts', [], areDrafts)
  for (const [where, draft] of kept) drafts.set(where, { ...emptyDraft(), ...draft })
  watch(drafts, keep, { deep: true })

  function keep(): void {
    const worthIt = [...drafts].filter(([, { text, images }]) => text || images.length > 0)
    tabMemory.remember(
      'drafts',
      worthIt.map(([where, { text, quote, isAddressing, images, unsure }]) => [
        where,
        { text, quote, isAddressing, images, unsure },
      ]),
    )
  }

  return {
    /** The draft of a person in a chat; an empty one where there was none. */
    draftOf(personId: string, chatId: string): Draft {
      const where = `${personId} ${chatId}`
      if (!drafts.has(where)) drafts.set(where, emptyDraft())
      return drafts.get(where) as Draft
    },
    /** Takes the trouble with the connection off all drafts. */
    forgetCutOff(): void {
      for (const draft of drafts.values()) {
        if (draft.isCutOff) draft.trouble = ''
        draft.isCutOff = false
      }
    },
  }
}

function emptyDraft(): Draft {
  return {
    ...emptyTray(),
    text: '',
    quote: null,
    isAddressing: true,
    isSending: false,
    isCutOff: false,
    unsure: null,
  }
}

function areDrafts(found: unknown): found is [string, Kept][] {
  return Array.isArray(found) && found.every(isKept)
}

function isKept(entry: unknown): boolean {
  const [where, draft] = Array.isArray(entry) ? entry : []
  if (typeof where !== 'string' || typeof draft !== 'object' || draft === null) return false
  const { text, quote, isAddressing, images, unsure } = draft as Record<keyof Kept, unknown>
  const isWords = typeof text === 'string' && typeof isAddressing === 'boolean'
  const isPictures = Array.isArray(images) && images.every((id) => typeof id === 'string')
  return isWords && isPictures && hasStrings(quote, ['id', 'words']) && hasStrings(unsure, ['what', 'key'])
}

function hasStrings(found: unknown, names: string[]): boolean {
  if (found === null) return true
  const fields = new Map(Object.entries(found ?? {}))
  return names.every((name) => typeof fields.get(name) === 'string')
}
