import { beforeEach, describe, expect, it } from 'vitest'
import type { Ask } from '../../prompts/prompt.ts'
import { readWords } from '../../prompts/read-words.ts'
import type { MessageToTriage } from '../../prompts/triage-message.ts'
import { mostMatters } from '../../prompts/triage-message.ts'
import { unsureWords } from '../support/unsure-words.ts'

const lift = '3号楼2单元电梯不动了'
const vague = unsureWords([1, 2, 3])

let asked: MessageToTriage[]
let looked: number

beforeEach(() => {
  asked = []
  looked = 0
})

/** A model that never answers, and remembers what it was asked. */
const silent: Ask = async (prompt, data) => {
  asked.push(data as MessageToTriage)
  return { value: prompt.fallback(data), by: 'rules', why: 'timeout' }
}

/** A model that takes everything for a matter of greenery. */
const gardener: Ask = async (prompt, data) => {
  const { matters } = data as MessageToTriage
  const answer = {
    intent: 'complaint',
    category: 'greening',
    urgency: 'normal',
    building: null,
    unit: null,
    summary: '',
  }
  const raw = { matters: matters.map((_matter, i) => ({ n: i + 1, ...answer })) }
  return { value: prompt.settle(prompt.output.parse(raw), data), by: 'model' }
}

async function read(texts: string[], ask: Ask | null) {
  const matters = await readWords(
    {
      texts,
      context: {},
      isAddressed: true,
      names: ['李阳'],
      earlier: async () => {
        looked += 1
        return ['刚才的话']
      },
    },
    ask,
  )
  return matters.map(({ text, triage, path }) => ({ text, category: triage.category, ...path }))
}

describe('reading a message', () => {
  it('asks once about all matters the rules are unsure of, and puts the answers in their places', async () => {
    const [one = '', two = ''] = vague

    const matters = await read([one, lift, two], gardener)

    expect(matters).toMatchObject([
      { text: one, category: 'greening', by: 'model', why: 'unsure' },
      { text: lift, category: 'repair.elevator', by: 'rules', why: 'sure' },
      { text: two, category: 'greening', by: 'model', why: 'unsure' },
    ])
  })

  it('gives the words before and the names along', async () => {
    await read(vague.slice(0, 1), silent)

    expect(asked).toMatchObject([{ earlier: ['刚才的话'], names: ['李阳'], isAddressed: true }])
  })

  it('leaves to the rules what was not answered, and says why', async () => {
    expect(await read(vague.slice(0, 1), silent)).toMatchObject([{ by: 'rules', why: 'timeout' }])
  })

  it('leaves to the rules what is more than a message usually has', async () => {
    const texts = vague.slice(0, mostMatters + 2)
    expect(texts).toHaveLength(mostMatters + 2)

    const matters = await read(texts, silent)

    expect(asked).toHaveLength(1)
    expect(asked[0]?.matters).toHaveLength(mostMatters)
    expect(matters.slice(mostMatters).map(({ why }) => why)).toEqual(['too_many', 'too_many'])
  })

  it('asks nobody and looks nothing up where the rules are sure', async () => {
    await read([lift], silent)

    expect(asked).toEqual([])
    expect(looked).toBe(0)
  })

  it('does without a model', async () => {
    expect(await read([...vague.slice(0, 1), lift], null)).toMatchObject([
      { by: 'rules', why: 'no_model' },
      { by: 'rules', why: 'sure' },
    ])
    expect(looked).toBe(0)
  })
})
