import type { LocationQueryValue } from 'vue-router'

/** Adds whom a page is shown to, so that people who share a device do not act for each other. */
export function withWho(path: string, who: string | undefined): string {
  if (!who) return path
  return `${path}${path.includes('?') ? '&' : '?'}who=${encodeURIComponent(who)}`
}

/** Whom the page was opened for, as its address says. */
export function whoIn(query: LocationQueryValue | LocationQueryValue[] | undefined): string | undefined {
  return typeof query === 'string' && query ? query : undefined
}
