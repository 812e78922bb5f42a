/** Hands things over in lots of a size, the last one smaller, so that neither memory nor round trips grow with their number. */
export async function* inLots<T>(things: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let lot: T[] = []
  for await (const thing of things) {
    lot.push(thing)
    if (lot.length < size) continue
    yield lot
    lot = []
  }
  if (lot.length > 0) yield lot
}
