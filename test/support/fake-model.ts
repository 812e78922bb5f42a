import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call as the server saw it. */
export interface ModelRequest {
  path: string
  authorization: string
  /** The body as it came, for a search for what must not be in it. */
  text: string
  body: {
    model: string
    temperature: number
    max_tokens: number
    messages: { role: string; content: string }[]
    response_format?: { type: string; json_schema?: { strict: boolean; schema: object } }
  }
  /** What the model was given to read. */
  input: { earlier: string[]; matters: { n: number; text: string }[] } & Record<string, unknown>
}

/** One way to answer a call. */
export type Behaviour = (request: ModelRequest, response: ServerResponse) => void

/** An OpenAI-compatible server on this machine that answers as a test says. */
export interface FakeModel {
  url: string
  requests: ModelRequest[]
  /** Behaviours of the next calls, in order; later ones do what `usually` says. */
  next: Behaviour[]
  usually: Behaviour
  /** Formats of answers that it knows; others are refused as real endpoints do. */
  knows: ('json_schema' | 'json_object')[]
  /** Forgets everything between two tests. */
  reset(): void
  close(): Promise<void>
}

const smallTalk = {
  intent: 'chatter',
  category: null,
  urgency: 'normal',
  building: null,
  unit: null,
  summary: '',
}
type Part = Partial<Record<keyof typeof smallTalk, string | null>>

/** Answers every matter alike; what is left out is small talk's. */
export function says(part: Part): Behaviour {
  return (request, response) => complete(response, answerFor(request, part))
}

/** Answers with just this content. */
export function saysRaw(content: string): Behaviour {
  return (_request, response) => complete(response, content)
}

/** Answers with words around the JSON, as models do that know no format. */
export function saysInWords(part: Part): Behaviour {
  return (request, response) =>
    complete(response, `好的，结果如下：\n\`\`\`json\n${answerFor(request, part)}\n\`\`\`\n{以上}`)
}

/** Answers with a status and an error the way OpenAI does, or with a body of its own. */
export function failsWith(
  status: number,
  error: object | string,
  headers: Record<string, string> = {},
): Behaviour {
  return (_request, response) => {
    const isJson = typeof error === 'object'
    response.writeHead(status, { 'content-type': isJson ? 'application/json' : 'text/html', ...headers })
    response.end(isJson ? JSON.stringify(error) : error)
  }
}

function finish(reason: string, message: object): Behaviour {
  return (_request, response) =>
    complete(response, { finish_reason: reason, message: { role: 'assistant', ...message } })
}

const html = '<!doctype html><title>502 Bad Gateway</title>'

/** Everything that can go wrong, by name; after `passing` ones, the same question may be answered. */
export const faults = {
  rateLimited: failsWith(429, { error: { message: 'slow down' } }, { 'retry-after': '0' }),
  rateLimitedForLong: failsWith(429, { error: { message: 'slow down' } }, { 'retry-after': '60' }),
  noMoney: failsWith(429, { error: { message: 'no money', code: 'insufficient_quota' } }),
  serverError: failsWith(500, { error: { message: 'oh no' } }),
  htmlError: failsWith(502, html),
  htmlPage: failsWith(200, html),
  wrongKey: failsWith(401, { error: { message: 'wrong key' } }),
  elsewhere: failsWith(307, '', { location: 'http://127.0.0.1:9/v1/chat/completions' }),
  hang: () => undefined,
  hangInBody: (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"id":"x","choices":[')
  },
  reset: (_request, response) => void response.socket?.resetAndDestroy(),
  brokenOff: (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('{"id":"x","choices":[', () => response.socket?.destroy())
  },
  noJson: failsWith(200, '{"id":"x","choices":[', { 'content-type': 'application/json' }),
  noChoices: failsWith(200, { id: 'x', object: 'chat.completion', choices: [] }),
  nothing: finish('stop', { content: '' }),
  halfJson: finish('stop', { content: '{"matters":[{"n":1,"intent":"comp' }),
  cutOff: finish('length', { content: '{"matters":[{"n":1,"intent":"comp' }),
  refusal: finish('stop', { content: null, refusal: 'I cannot help with that' }),
  filtered: finish('content_filter', { content: '' }),
  filteredInput: failsWith(400, { error: { message: 'filtered', code: 'content_filter' } }),
  wrongShape: saysRaw('{"matters":[{"n":1,"intent":"dance"}]}'),
} satisfies Record<string, Behaviour>

/** Faults after which the very same question is asked once more. */
export const passing: readonly (keyof typeof faults)[] = [
  'rateLimited',
  'serverError',
  'htmlError',
  'hang',
  'hangInBody',
  'reset',
  'brokenOff',
]

/** Starts the server; close it after the tests. */
export async function startFakeModel(): Promise<FakeModel> {
  const server = createServer((incoming, response) => void answer(fake, incoming, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const fake: FakeModel = {
    url: `http://127.0.0.1:${port}/v1`,
    requests: [],
    next: [],
    usually: says({}),
    knows: ['json_schema', 'json_object'],
    reset() {
      Object.assign(fake, {
        requests: [],
        next: [],
        usually: says({}),
        knows: ['json_schema', 'json_object'],
      })
    },
    close: () => close(server),
  }
  return fake
}

async function answer(fake: FakeModel, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const body = JSON.parse(text) as ModelRequest['body']
  const input = JSON.parse(body.messages.at(-1)?.content ?? '{}')
  const request = {
    path: incoming.url ?? '',
    authorization: incoming.headers.authorization ?? '',
    text,
    body,
    input,
  }
  fake.requests.push(request)
  const format = body.response_format?.type
  if (format && !fake.knows.some((known) => known === format)) {
    const message = `'response_format' of type '${format}' is not supported with this model`
    return failsWith(400, { error: { message, param: 'response_format' } })(request, response)
  }
  const behave = fake.next.shift() ?? fake.usually
  behave(request, response)
}

function answerFor({ input }: ModelRequest, part: Part): string {
  return JSON.stringify({ matters: input.matters.map(({ n }) => ({ n, ...smallTalk, ...part })) })
}

function complete(response: ServerResponse, answer: string | object): void {
  const choice =
    typeof answer === 'string'
      ? { finish_reason: 'stop', message: { role: 'assistant', content: answer } }
      : answer
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({
      id: 'x',
      object: 'chat.completion',
      choices: [{ index: 0, ...choice }],
      usage: { prompt_tokens: 2000, completion_tokens: 60, total_tokens: 2060 },
    }),
  )
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
