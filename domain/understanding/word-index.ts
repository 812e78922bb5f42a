interface Node<T> {
  next: Map<number, Node<T>>
  values: T[]
}

/** Told of one occurrence of a listed word; `end` is exclusive. */
export type OnFound<T> = (start: number, end: number, values: readonly T[]) => void

/** Tells of every listed word at every position of a text, by start, longer ones before shorter ones. */
export type WordIndex<T> = (text: string, onFound: OnFound<T>) => void

/** Splits a table cell of words separated by blanks; keeps tables readable. */
export function words(cell: string): string[] {
  return cell.split(/\s+/u).filter(Boolean)
}

/** Builds a finder whose time grows with the text, not with the number of listed words. */
export function buildWordIndex<T>(entries: Iterable<readonly [string, T]>): WordIndex<T> {
  const root: Node<T> = { next: new Map(), values: [] }
  for (const [word, value] of entries) leafOf(root, word).values.push(value)
  // Most characters begin no word; a plain table of first characters answers that fastest.
  const heads = new Array<Node<T> | undefined>(0x10000).fill(undefined)
  for (const [unit, node] of root.next) heads[unit] = node
  return (text, onFound) => findAll(heads, text, onFound)
}

function leafOf<T>(root: Node<T>, word: string): Node<T> {
  let node = root
  for (let at = 0; at < word.length; at++) {
    const unit = word.charCodeAt(at)
    let child = node.next.get(unit)
    if (!child) {
      child = { next: new Map(), values: [] }
      node.next.set(unit, child)
    }
    node = child
  }
  return node
}

function findAll<T>(heads: readonly (Node<T> | undefined)[], text: string, onFound: OnFound<T>): void {
  const path: Node<T>[] = []
  for (let start = 0; start < text.length; start++) {
    let depth = 0
    let node = heads[text.charCodeAt(start)]
    while (node) {
      path[depth++] = node
      node = node.next.get(text.charCodeAt(start + depth))
    }
    for (; depth > 0; depth--) {
      const values = path[depth - 1]?.values
      if (values && values.length > 0) onFound(start, start + depth, values)
    }
  }
}
