/** Takes what was sent out of what stands in the box now; words that were typed meanwhile stay. */
export function withoutSent(now: string, sent: string): string {
  return now.trimStart().startsWith(sent) ? now.trimStart().slice(sent.length).trimStart() : now
}
