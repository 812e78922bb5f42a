import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createAsk } from '../../prompts/create-ask.ts'
import type { ModelCall } from '../../prompts/endpoint.ts'
import { triageMessage } from '../../prompts/triage-message.ts'
import type { FakeModel } from '../support/fake-model.ts'
import {
  failsWith,
  faults,
  passing,
  says,
  saysInWords,
  saysRaw,
  startFakeModel,
} from '../support/fake-model.ts'
import { triageOf } from '../support/triage.ts'

const question = {
  matters: [{ text: '电梯不动了', rules: triageOf({ summary: '电梯停运' }), why: 'unsure' }],
  context: {},
  isAddressed: true,
  earlier: [],
  names: [],
}
/** Ample for an answer from this machine, however busy; shorter where nothing answers. */
const limitMs = 3_000
const hangingMs = 300
const lift = says({
  intent: 'complaint',
  category: 'repair.elevator',
  urgency: 'urgent',
  summary: '电梯不动',
})

let fake: FakeModel
let calls: ModelCall[]
let log: string[]

beforeAll(async () => {
  fake = await startFakeModel()
})
beforeEach(() => {
  fake.reset()
  fake.usually = lift
  calls = []
  log = []
})
afterAll(() => fake.close())

function ask(more: Partial<Parameters<typeof createAsk>[1]> = {}) {
  const settings = { apiKey: 'sk-secret', baseUrl: fake.url, model: 'm' }
  const logger = pino({ level: 'warn' }, { write: (line) => void log.push(line) })
  const asking = createAsk(settings, {
    logger,
    takeCall: async () => true,
    onCall: (call) => void calls.push(call),
    timeLimitMs: limitMs,
    ...more,
  })
  return () => asking(triageMessage, question)
}

describe('asking the model', () => {
  it('asks once, for little, with a strict schema and words as data only', async () => {
    const { by, value } = await ask()()

    expect(by).toBe('model')
    expect(value[0]?.triage).toMatchObject({ category: 'repair.elevator', urgency: 'urgent' })
    const [request] = fake.requests
    expect(request).toMatchObject({ path: '/v1/chat/completions', authorization: 'Bearer sk-secret' })
    expect(request?.body).toMatchObject({
      model: 'm',
      temperature: 0,
      max_tokens: triageMessage.outputTokens,
      response_format: { type: 'json_schema', json_schema: { strict: true } },
    })
    expect(request?.body.messages.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(request?.body.messages[0]?.content).toBe(triageMessage.instructions)
  })

  it('tells what a call cost', async () => {
    fake.next = [faults.serverError]

    await ask()()

    expect(calls).toEqual([
      { outcome: 'server_error', seconds: expect.any(Number), tokensIn: 0, tokensOut: 0 },
      { outcome: 'ok', seconds: expect.any(Number), tokensIn: 2000, tokensOut: 60 },
    ])
  })

  it.each([
    ['a fence and words', saysInWords({ intent: 'praise' })],
    ['thoughts', saysRaw('<think>{maybe}</think>{"matters":[]}')],
    ['a brace that begins nothing', saysRaw('{x} {"matters":[]} {"matters":1}')],
  ])('reads the first JSON object out of %s', async (_what, behaviour) => {
    fake.usually = behaviour

    expect((await ask()()).by).toBe('model')
  })
})

describe('a fault', () => {
  const kinds = {
    rateLimited: 'rate_limited',
    rateLimitedForLong: 'rate_limited',
    noMoney: 'rejected',
    serverError: 'server_error',
    htmlError: 'server_error',
    htmlPage: 'not_json',
    wrongKey: 'rejected',
    elsewhere: 'rejected',
    hang: 'timeout',
    hangInBody: 'timeout',
    reset: 'connection',
    brokenOff: 'connection',
    noJson: 'not_json',
    noChoices: 'empty',
    nothing: 'empty',
    halfJson: 'not_json',
    cutOff: 'cut_off',
    refusal: 'refused',
    filtered: 'filtered',
    filteredInput: 'filtered',
    wrongShape: 'wrong_shape',
  } satisfies Record<keyof typeof faults, string>
  const names = Object.keys(faults) as (keyof typeof faults)[]

  it.each(names)('%s leaves it to the rules, after one more try at most', async (name) => {
    fake.usually = faults[name]

    const { value, by, why } = await ask(name.startsWith('hang') ? { timeLimitMs: hangingMs } : {})()

    expect({ by, why }).toEqual({ by: 'rules', why: kinds[name] })
    expect(value[0]?.triage).toBe(question.matters[0]?.rules)
    expect(fake.requests).toHaveLength(passing.includes(name) ? 2 : 1)
  })

  it.each(passing)('%s passes: the second try is answered', async (name) => {
    fake.next = [faults[name]]

    expect((await ask({ timeLimitMs: 1_500 })()).by).toBe('model')
    expect(fake.requests).toHaveLength(2)
  })

  it('waits as long as the endpoint asks, if there is time for that', async () => {
    fake.next = [failsWith(429, {}, { 'retry-after': '0.05' })]

    expect((await ask()()).by).toBe('model')
  })

  it('reads a date to wait for by the endpoint’s own clock', async () => {
    const date = 'Thu, 01 Jan 2026 00:00:00 GMT'
    fake.next = [failsWith(503, {}, { date, 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' })]

    expect((await ask()()).why).toBe('server_error')
    expect(fake.requests).toHaveLength(1)
  })

  it('of nobody listening is one, too', async () => {
    const closed = await startFakeModel()
    await closed.close()
    const settings = { apiKey: 'k', baseUrl: closed.url, model: 'm' }
    const asking = createAsk(settings, {
      logger: pino({ level: 'silent' }),
      takeCall: async () => true,
      timeLimitMs: limitMs,
    })

    expect((await asking(triageMessage, question)).why).toBe('connection')
  })

  it('is logged without the key, which some endpoints repeat', async () => {
    fake.usually = failsWith(401, { error: { message: 'wrong key sk-secret' } })

    await ask()()

    expect(log.join()).toContain('rejected')
    expect(log.join()).not.toContain('sk-secret')
  })
})

describe('formats of answers', () => {
  it.each([
    ['json_object', ['json_object'] as const, ['json_schema', 'json_object'], ['json_object']],
    ['none', [] as const, ['json_schema', 'json_object', undefined], [undefined]],
  ])('are found out once: an endpoint that knows %s', async (_what, knows, first, second) => {
    fake.knows = [...knows]
    fake.usually = saysInWords({ intent: 'praise' })
    const asking = ask()

    expect((await asking()).by).toBe('model')
    expect(formats()).toEqual(first)
    expect(fake.requests.at(-1)?.body.messages[0]?.content).toContain('"enum":["complaint"')

    fake.requests = []
    expect((await asking()).by).toBe('model')
    expect(formats()).toEqual(second)
  })

  it.each([
    [
      '422 of a server that wraps nothing',
      422,
      { detail: [{ loc: ['body', 'response_format'], msg: 'unknown' }] },
    ],
    [
      '404 of a router',
      404,
      { error: { message: 'No endpoints found that support the requested parameters' } },
    ],
  ])('step down on a %s', async (_what, status, error) => {
    fake.next = [failsWith(status, error)]

    expect((await ask()()).by).toBe('model')
    expect(formats()).toEqual(['json_schema', 'json_object'])
  })

  it.each([
    ['a model nobody knows', 404, { error: { message: 'The model `m` does not exist' } }],
    ['a text that is too long', 400, { error: { message: 'maximum context length is 4096 tokens' } }],
  ])('stay after %s', async (_what, status, error) => {
    fake.next = [failsWith(status, error)]
    const asking = ask()

    expect((await asking()).why).toBe('rejected')
    await asking()
    expect(formats()).toEqual(['json_schema', 'json_schema'])
  })

  it('are found out by many at once without skipping one', async () => {
    fake.knows = ['json_object']
    const asking = ask()

    const answers = await Promise.all(Array.from({ length: 8 }, () => asking()))

    expect(answers.every(({ by }) => by === 'model')).toBe(true)
    expect(formats()).not.toContain(undefined)
  })

  it('leave the one retry to a passing fault', async () => {
    fake.knows = ['json_object']
    fake.usually = faults.serverError

    expect((await ask()()).why).toBe('server_error')
    expect(formats()).toEqual(['json_schema', 'json_object', 'json_object'])
  })

  function formats() {
    return fake.requests.map(({ body }) => body.response_format?.type)
  }
})

describe('the budget', () => {
  it('is taken for each call, and without it nobody is asked', async () => {
    let left = 1
    const asking = ask({ takeCall: async () => left-- > 0 })
    fake.usually = faults.serverError

    expect((await asking()).why).toBe('budget')
    expect(fake.requests).toHaveLength(1)
    expect((await asking()).why).toBe('budget')
    expect(fake.requests).toHaveLength(1)
  })

  it('that cannot be read is none', async () => {
    const asking = ask({ takeCall: () => Promise.reject(new Error('no database')) })

    expect((await asking()).why).toBe('error')
    expect(fake.requests).toHaveLength(0)
  })
})

describe('an endpoint that fails', () => {
  let time = 0
  const elapsed = () => time

  async function fail(asking: ReturnType<typeof ask>, times: number) {
    fake.usually = faults.wrongKey
    for (let i = 0; i < times; i++) expect((await asking()).why).toBe('rejected')
  }

  it('is left alone for a minute after five failures, then tried once', async () => {
    time = 0
    const asking = ask({ elapsed })
    await fail(asking, 5)
    fake.requests = []

    time = 59_999
    expect((await asking()).why).toBe('paused')
    expect(fake.requests).toHaveLength(0)

    time = 60_000
    const both = await Promise.all([asking(), asking()])
    expect(both.map(({ why }) => why).sort()).toEqual(['paused', 'rejected'])
    expect(fake.requests).toHaveLength(1)

    time = 119_999
    expect((await asking()).why).toBe('paused')
    time = 120_000
    fake.usually = lift
    expect((await asking()).by).toBe('model')
    expect((await asking()).by).toBe('model')
  })

  it('is not left alone while one in five is answered', async () => {
    const asking = ask({ elapsed })
    await fail(asking, 4)
    fake.usually = lift
    await asking()
    await fail(asking, 4)
    fake.usually = lift

    expect((await asking()).by).toBe('model')
  })

  it('is no endpoint that refuses certain words', async () => {
    const asking = ask({ elapsed })
    fake.usually = faults.refusal
    for (let i = 0; i < 6; i++) await asking()
    fake.usually = lift

    expect((await asking()).by).toBe('model')
  })
})
