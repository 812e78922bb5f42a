import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Environment, loadConfig } from '../../bot/config.ts'

const secret = 's'.repeat(32)

describe('configuration', () => {
  it('starts without any variable: console on, embedded database, rules only', () => {
    const config = loadConfig({})

    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      mongodbUri: undefined,
      dataDir: './data',
      model: null,
      console: { hears: 'mentions' },
    })
  })

  it('explains every variable in .env.example, and no other', () => {
    const listed = [...readFileSync('.env.example', 'utf8').matchAll(/^(?<name>[A-Z_]+)=/gmu)].map(
      (match) => match.groups?.name,
    )

    expect(listed.sort()).toEqual(Object.keys(Environment.shape).sort())
  })

  it.each([
    [{ PORT: 'abc' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ MONGODB_URI: 'localhost:27017' }, 'MONGODB_URI'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ SECRET_KEY: 'short' }, 'SECRET_KEY'],
    [{ SECRET_KEY: `${secret},short` }, 'SECRET_KEY'],
    [{ OPENAI_API_KEY: 'k' }, 'OPENAI_BASE_URL'],
    [{ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'x', OPENAI_MODEL: 'm' }, 'OPENAI_BASE_URL'],
    [{ OPENAI_DAILY_CALLS: 'many' }, 'OPENAI_DAILY_CALLS'],
    [{ OPENAI_DAILY_CALLS: '0' }, 'OPENAI_DAILY_CALLS'],
    [{ CONSOLE: 'yes' }, 'CONSOLE'],
    [{ HOST: '0.0.0.0' }, 'HOST'],
    [{ CONSOLE: '0' }, 'SECRET_KEY'],
    [{ PUBLIC_URL: 'https://linsheng.example' }, 'SECRET_KEY'],
    [{ PUBLIC_URL: 'https://linsheng.example' }, 'CONSOLE=0'],
    [{ PUBLIC_URL: 'https://linsheng.example', SECRET_KEY: secret }, 'CONSOLE=0'],
    [{ PUBLIC_URL: 'https://linsheng.example', SECRET_KEY: secret, CONSOLE: '1' }, 'CONSOLE=0'],
    [{ PUBLIC_URL: 'https://linsheng.example', CONSOLE: '0' }, 'SECRET_KEY'],
    [{ PUBLIC_URL: 'http://127.0.0.1:3000' }, 'CONSOLE=0'],
    [{ PUBLIC_URL: 'http://localhost.example:3000', SECRET_KEY: secret, CONSOLE: '1' }, 'CONSOLE=0'],
    [{ WECOM_BOT_IDD: 'x' }, 'WECOM_BOT_IDD'],
    [{ LINSHENG_PORT: '1' }, 'LINSHENG_PORT'],
  ])('stops at %j and names what is wrong', (env, name) => {
    expect(() => loadConfig(env)).toThrow(name)
  })

  it.each([
    { PUBLIC_URL: 'https://linsheng.example', SECRET_KEY: secret, CONSOLE: '0' },
    { PUBLIC_URL: 'http://127.0.0.1:3000', CONSOLE: '1' },
    { PUBLIC_URL: 'http://[::1]:3000', CONSOLE: 'all' },
  ])('is reached by others with a key and without the simulator, or from this machine alone: %j', (env) => {
    expect(loadConfig(env).publicUrl).toBe(env.PUBLIC_URL)
  })

  it('takes an empty value for not set', () => {
    expect(loadConfig({ MONGODB_URI: '', SECRET_KEY: '' }).mongodbUri).toBeUndefined()
  })

  it('limits a model to 2,000 calls a day unless told', () => {
    const model = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_MODEL: 'm' }

    expect(loadConfig(model).model?.dailyCalls).toBe(2000)
    expect(loadConfig({ ...model, OPENAI_DAILY_CALLS: '50' }).model?.dailyCalls).toBe(50)
  })

  it('keeps older keys behind the current one', () => {
    const older = 'o'.repeat(40)

    expect(loadConfig({ SECRET_KEY: `${secret}, ${older}` }).secrets).toEqual([secret, older])
  })
})
