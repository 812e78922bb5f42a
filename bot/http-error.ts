/** An answer to a request that is wrong in itself, or comes at a bad time: shown to the caller, logged as info. */
export class HttpError extends Error {
  readonly status: number
  readonly code: string
  /** After so many seconds it may be tried again. */
  readonly retryAfter: number | null

  constructor(status: number, code: string, message: string, retryAfter: number | null = null) {
    super(message)
    this.name = 'HttpError'
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}
