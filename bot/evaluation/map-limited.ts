/** Does something with each item, a limited number at once; the results come in the order of the items. */
export async function mapLimited<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>()
  const entries = items.entries()
  // Every worker takes the next item from the same iterator.
  async function worker(): Promise<void> {
    for (const [at, item] of entries) results.set(at, await work(item))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return items.map((_item, at) => results.get(at) as Result)
}
