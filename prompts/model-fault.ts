import { APIConnectionTimeoutError, APIError } from 'openai'

/** Why a model gave no usable answer. */
export type FaultKind =
  // Not asked: today's calls are used up.
  | 'budget'
  // The endpoint.
  | 'timeout'
  | 'connection'
  | 'rate_limited'
  | 'server_error'
  | 'rejected'
  | 'unknown_format'
  // The answer.
  | 'refused'
  | 'filtered'
  | 'cut_off'
  | 'empty'
  | 'not_json'
  | 'wrong_shape'
  // Us.
  | 'error'

/** A call that came to nothing. */
export class ModelFault extends Error {
  override readonly name = 'ModelFault'
  readonly kind: FaultKind
  /** What the endpoint asked us to wait before the next try. */
  readonly retryAfterMs: number | undefined

  constructor(kind: FaultKind, detail = '', retryAfterMs?: number) {
    super(detail ? `${kind}: ${detail.slice(0, longestDetail)}` : kind)
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }

  /** Whether the very same question may well be answered a moment later. */
  get isPassing(): boolean {
    return passing.includes(this.kind)
  }

  /** What it says about the endpoint: one that refuses certain words works all the same. */
  get verdict(): 'works' | 'fails' | 'unknown' {
    if (this.kind === 'refused' || this.kind === 'filtered') return 'works'
    return this.kind === 'budget' || this.kind === 'error' ? 'unknown' : 'fails'
  }
}

const longestDetail = 200
const passing: readonly FaultKind[] = ['timeout', 'connection', 'rate_limited', 'server_error']

/** How endpoints say that they do not know a format of answers. */
const unknownFormat =
  /response_?format|json_?schema|json_?object|json mode|structured output|requested parameters/iu

/** Names what went wrong with a call over HTTP. */
export function faultOf(error: unknown): ModelFault {
  if (error instanceof ModelFault) return error
  if (error instanceof APIConnectionTimeoutError) return new ModelFault('timeout')
  if (error instanceof APIError && error.status !== undefined) return statusFault(error, error.status)
  const detail = error instanceof Error ? error.message : String(error)
  // Both after the first byte of an answer: a body that is no JSON, and one that broke off.
  return new ModelFault(error instanceof SyntaxError ? 'not_json' : 'connection', detail)
}

function statusFault({ message, code, headers }: APIError, status: number): ModelFault {
  if (status === 408 || status >= 500) return new ModelFault('server_error', message, retryAfterOf(headers))
  if (status === 429) {
    // An account without money is not a crowd that passes.
    const isEmpty = code === 'insufficient_quota'
    return isEmpty
      ? new ModelFault('rejected', message)
      : new ModelFault('rate_limited', message, retryAfterOf(headers))
  }
  if (code === 'content_filter') return new ModelFault('filtered', message)
  const isFormat = [400, 404, 422].includes(status) && unknownFormat.test(message)
  return new ModelFault(isFormat ? 'unknown_format' : 'rejected', message)
}

/** Seconds, or a date; a date is read against the endpoint's own clock. */
function retryAfterOf(headers: Headers | undefined): number | undefined {
  const given = headers?.get('retry-after')
  if (!given) return undefined
  const ms = Number.isNaN(Number(given))
    ? Date.parse(given) - Date.parse(headers?.get('date') ?? '')
    : Number(given) * 1000
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
