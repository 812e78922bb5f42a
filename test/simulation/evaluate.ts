/** A document as an update expression sees it. */
type Fields = Record<string, unknown>

const numberOf = (value: unknown) => (value instanceof Date ? value.getTime() : Number(value))

/** Two dates are as far apart as their milliseconds; a date and a span make a date. */
function sum([a, b]: unknown[]): unknown {
  const ms = numberOf(a) + numberOf(b)
  return a instanceof Date || b instanceof Date ? new Date(ms) : ms
}

const operators: Record<string, (values: unknown[]) => unknown> = {
  $cond: ([condition, then, otherwise]) => (condition ? then : otherwise),
  $ifNull: (values) => values.find((value) => value !== null && value !== undefined) ?? null,
  $in: ([value, list]) => (list as unknown[]).includes(value),
  $eq: ([a, b]) => a === b,
  $ne: ([a, b]) => a !== b,
  $lt: ([a, b]) => numberOf(a) < numberOf(b),
  $and: (values) => values.every(Boolean),
  $add: sum,
  $subtract: ([a, b]) => numberOf(a) - numberOf(b),
  $concatArrays: (values) => values.flat(),
  $setUnion: (values) => [...new Set(values.flat())],
}

/** Works out an update expression of the kind the models use, as the database would; others are an error. */
export function evaluate(expression: unknown, fields: Fields): unknown {
  if (typeof expression === 'string' && expression.startsWith('$')) return fields[expression.slice(1)] ?? null
  if (Array.isArray(expression)) return expression.map((one) => evaluate(one, fields))
  if (expression === null || typeof expression !== 'object' || expression instanceof Date) return expression
  const [[name, operand] = ['', null], more] = Object.entries(expression)
  if (name === '$literal') return operand
  if (name.startsWith('$') && !more) {
    const operator = operators[name]
    if (!operator) throw new Error(`the simulated database has no ${name}`)
    return operator(evaluate(operand, fields) as unknown[])
  }
  return Object.fromEntries(Object.entries(expression).map(([key, value]) => [key, evaluate(value, fields)]))
}

/** Changes a document as an update with one `$set` stage does: every expression sees it as it was before. */
export function update(document: object, changes: Fields): void {
  const before = { ...document } as Fields
  const after = Object.entries(changes).map(([key, value]) => [key, evaluate(value, before)])
  Object.assign(document, Object.fromEntries(after))
}
