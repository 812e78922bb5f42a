import { describe, expect, it } from 'vitest'
import { button, decodeAction, encodeAction, plainWords } from '../../domain/message.ts'

describe('actions', () => {
  it('come back as they went out, whatever is in them', () => {
    const data = { ticket: '1024', to: '王工&张工=?', note: '换了“皮带”' }

    expect(decodeAction(encodeAction('reassign-ticket', data))).toEqual({ name: 'reassign-ticket', data })
  })

  it.each([null, undefined, 7, {}, '', 'Accept', '../x', '?a=b', 'a'.repeat(501), '接单'])(
    'refuses %j',
    (token) => {
      expect(decodeAction(token)).toBeNull()
    },
  )

  it('always have a text that does the same', () => {
    expect(button('接单', '接单 1024', 'accept-ticket', { ticket: 'x' }).command).toBe('接单 1024')
  })
})

describe('plain words', () => {
  it.each([
    ['接单　１０２４', '接单 1024'],
    ['\u200b接单\u0000 1024\u202e', '接单 1024'],
    ['  a \n\n b  ', 'a b'],
    ['办结 1024 换了皮带，试过了', '办结 1024 换了皮带，试过了'],
    ['\ud800', ''],
  ])('%j reads as %j', (text, plain) => {
    expect(plainWords(text)).toBe(plain)
  })

  it('reads the beginning of a very long text', () => {
    expect(plainWords('长'.repeat(1_000_000)).length).toBeLessThanOrEqual(4000)
  })
})
