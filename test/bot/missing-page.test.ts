import { describe, expect, it } from 'vitest'
import { useChats } from '../support/chat.ts'
import { usePageDoor } from '../support/page-door.ts'

const door = usePageDoor(useChats())
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

describe('an address where nothing is', () => {
  it.each(['/nothing', '/console', '/ticket', '/ticket/1/2', '/apiary', '/.env'])(
    'shows a browser the page that says so: %s',
    async (path) => {
      const { status, headers, bytes } = await door.device().get(path, browser)

      expect(status).toBe(404)
      // Without a build there is no page to show, and that is said instead.
      if (bytes.includes('<html')) {
        expect(headers.get('content-type')).toMatch(/^text\/html/u)
        expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      }
    },
  )

  it.each([
    ['/api/nothing', browser],
    ['/api', browser],
    ['/console/api/nothing', browser],
    ['/nothing', { accept: 'application/json' }],
    ['/nothing', {}],
  ])('tells a program so in its own terms: %s %j', async (path, headers) => {
    const answer = await door.device().get(path, headers)

    expect(answer.status).toBe(404)
    expect(answer.json).toEqual({ error: { code: 'not_found', message: '没有这个地址。' } })
  })

  it('takes nothing, whoever sends it', async () => {
    expect((await door.device().post('/nothing', {}, browser)).json.error.code).toBe('not_found')
  })
})
