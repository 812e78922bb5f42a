import { describe, expect, it } from 'vitest'
import { createLogger } from '../../bot/log.ts'

describe('the log', () => {
  it('holds no words, names, numbers or secrets of people, wherever in an entry they are', () => {
    const lines: string[] = []
    const logger = createLogger('info', { write: (line: string) => void lines.push(line) })
    const person = { name: '李阳', phone: '13812345678', room: '501' }

    logger.info({ ...person, text: '我家漏水' }, 'a')
    logger.info({ person, incoming: { text: '我家漏水', sender: person } }, 'b')
    logger.error({ row: { delivery: { content: { text: '我家漏水' }, token: 'geheim' } } }, 'c')
    logger.warn({ config: { uri: 'mongodb://u:geheim@h', apiKey: 'geheim' } }, 'd')

    expect(lines).toHaveLength(4)
    expect(lines.join('')).not.toMatch(/李阳|138|501|漏水|geheim/u)
  })
})
