import type { ZodType } from 'zod'

/** What we ask the model, what answer we accept, and what we do without it. */
export interface Prompt<Data, Raw, Result> {
  name: string
  instructions: string
  /** What the model gets to see, as plain data; people's words only ever enter here, masked, and last. */
  input(data: Data): Record<string, unknown>
  /** Without limits of length: not every endpoint knows them, so they belong in `settle`. */
  output: ZodType<Raw>
  /** Longest answer, in tokens; a longer one is cut off and of no use. */
  outputTokens: number
  /** The result without a model. */
  fallback(data: Data): Result
  /** Makes the result out of the model's answer; what may not be left to a model is decided here. */
  settle(answer: Raw, data: Data): Result
}

/** An answer and who gave it; for the rules, `why` names what kept the model from answering. */
export interface Answer<Result> {
  value: Result
  by: 'model' | 'rules'
  why?: string
}

/** Asks and always resolves: with the model's answer if it is usable, else with the prompt's own fallback. */
export type Ask = <Data, Raw, Result>(
  prompt: Prompt<Data, Raw, Result>,
  data: Data,
) => Promise<Answer<Result>>
