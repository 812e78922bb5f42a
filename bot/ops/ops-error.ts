/** Exit codes: 1 when something has to be put right first, 2 when the command line itself is wrong. */
export type ExitCode = 1 | 2

/** A command that cannot be done; `message` tells the operator what to do instead. */
export class OpsError extends Error {
  override name = 'OpsError'
  readonly code: string
  readonly exitCode: ExitCode

  constructor(code: string, message: string, exitCode: ExitCode = 1) {
    super(message)
    this.code = code
    this.exitCode = exitCode
  }
}

/** The command line is wrong: names the argument and what is allowed. */
export function wrongUsage(code: string, message: string): OpsError {
  return new OpsError(code, message, 2)
}
