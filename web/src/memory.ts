/** What this browser remembers under a name; the fallback where it remembers nothing or may not. */
export function recall<T>(name: string, fallback: T): T {
  try {
    return JSON.parse(localStorage.getItem(`linsheng.${name}`) ?? 'null') ?? fallback
  } catch {
    return fallback
  }
}

/** Remembers something in this browser, where that is allowed. */
export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(`linsheng.${name}`, JSON.stringify(value))
  } catch {
    // A private window forgets; the page works all the same.
  }
}
