const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for a page: nothing in it is taken for a mark. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? character)
}
