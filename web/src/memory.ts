/** What is remembered under names; whatever is missing, forbidden or of another shape counts as not remembered. */
interface Memory {
  recall<T>(name: string, fallback: T, isFitting: (found: unknown) => found is T): T
  remember(name: string, value: unknown): void
}

function createMemory(store: () => Storage): Memory {
  return {
    recall(name, fallback, isFitting) {
      try {
        const found: unknown = JSON.parse(store().getItem(`linsheng.${name}`) ?? 'null')
        return isFitting(found) ? found : fallback
      } catch {
        return fallback
      }
    },
    remember(name, value) {
      try {
        store().setItem(`linsheng.${name}`, JSON.stringify(value))
      } catch {
        // A private window forgets; the page works all the same.
      }
    },
  }
}

/** What this browser remembers. */
export const memory = createMemory(() => localStorage)

/** What this tab remembers until it is closed. */
export const tabMemory = createMemory(() => sessionStorage)
