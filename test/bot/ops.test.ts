import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import mongoose from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DatabaseError } from '../../bot/database.ts'
import { createLogger } from '../../bot/log.ts'
import { readWords } from '../../bot/ops/arguments.ts'
import type { Door } from '../../bot/ops/command.ts'
import { commands } from '../../bot/ops/index.ts'
import { runOps } from '../../bot/ops/run.ts'
import { displayWidth, table } from '../../bot/ops/table.ts'
import { useBindingCode } from '../../models/binding-code.ts'
import { claimDelivery, dueDeliveries, finishDelivery } from '../../models/delivery.ts'
import { acceptInbound, failInbound, storeUnderstanding } from '../../models/inbound.ts'
import { issueLink, readLink } from '../../models/link.ts'
import { schemaVersion } from '../../models/migrate.ts'
import { submit } from '../../models/outgoing.ts'
import { findByIdentity } from '../../models/person.ts'
import { addReport } from '../../models/report.ts'
import { allow, findSession } from '../../models/session.ts'
import { openTicket } from '../../models/ticket.ts'
import { engineUri, testDatabase, useDatabase } from '../support/db.ts'
import { triageOf } from '../support/triage.ts'

const now = new Date('2026-11-20T06:00:00Z')
const secret = 'a-secret-of-this-test-and-nothing-else'
const root = resolve(import.meta.dirname, '../..')

const wanggong = { platform: 'console', externalId: 'wanggong', name: '王工', role: 'property' }
const onDuty = { platform: 'console', externalId: 'wanggong', from: '20:00', to: '08:00' }
const jinxiu = {
  _id: 'jinxiu',
  name: '锦绣家园',
  districtId: 'yingbin',
  districtName: '迎宾社区',
  streetId: 'qianjin',
  streetName: '前进街道',
  phones: { property: '0472-555-0101' },
  people: [
    wanggong,
    { platform: 'console', externalId: 'yangshuji', name: '杨书记', role: 'district_secretary' },
    {
      platform: 'console',
      externalId: 'zhoujie',
      name: '周洁',
      role: 'unit_leader',
      scope: { level: 'building', building: '5' },
    },
  ],
  duty: [onDuty],
}

let folder: string
let env: Record<string, string>

useDatabase()
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ls-'))
  env = { SECRET_KEY: secret, PORT: '0', CONSOLE: '1' }
  await setVersion(schemaVersion)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The indexes are there already, so the number is all that a migration would add. */
async function setVersion(version: number): Promise<void> {
  const meta = mongoose.connection.collection<{ _id: string; version: number }>('meta')
  await meta.updateOne({ _id: 'schema' }, { $set: { version } }, { upsert: true })
}

function door(): Door {
  return {
    readEnv: () => env,
    now,
    join: () =>
      Promise.resolve({
        uri: engineUri(),
        name: testDatabase(),
        place: 'the test database',
        isEmbedded: false,
        connection: mongoose.connection,
        close: () => Promise.resolve(),
      }),
    log: () => createLogger('silent'),
  }
}

/** Words of a command line; quotes keep a value with a blank together. */
function split(line: string): string[] {
  return [...line.matchAll(/"(?<quoted>[^"]*)"|(?<plain>\S+)/gu)].map(
    ({ groups }) => groups?.quoted ?? groups?.plain ?? '',
  )
}

async function ops(line: string) {
  return runOps(split(line), door())
}

async function opsJson(line: string) {
  const { stdout, stderr, exitCode } = await ops(`${line} --json`)
  expect(stderr).toBe('')
  return { exitCode, json: JSON.parse(stdout) }
}

function fileOf(content: unknown): string {
  const file = join(folder, 'import.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

async function importJinxiu(): Promise<void> {
  expect(await ops(`communities import ${fileOf(jinxiu)}`)).toMatchObject({ exitCode: 0 })
}

async function buildTicket() {
  const act = { eventId: 'row-1', by: null, role: 'resident' as const, at: now, note: '李阳说门开不了' }
  const ticket = await openTicket(
    {
      communityId: 'jinxiu',
      cause: 'row-1',
      category: 'repair.elevator',
      urgency: 'urgent',
      hazard: null,
      summary: '3号楼2单元电梯停运',
      team: 'property',
      answerBy: new Date(now.getTime() + 86_400_000),
      pagedIds: [],
      building: '3',
      unit: '2',
      room: '501',
      place: null,
    },
    act,
  )
  await addReport({
    ticketId: ticket._id,
    communityId: 'jinxiu',
    cause: 'row-1',
    personId: 'somebody',
    chatId: 'chat',
    isFromGroup: true,
    isRelayed: false,
    voice: 'somebody',
    room: '501',
    text: '我家老人困在楼上了',
    images: [],
    at: now,
  })
  return ticket
}

/** A link and a signed-in device of somebody. */
async function buildLink(externalId: string): Promise<{ token: string; cookie: string }> {
  const person = await findByIdentity({ platform: 'console', externalId })
  if (!person) throw new Error(`nobody called ${externalId}`)
  const grant = { purpose: 'household' as const, communityId: 'jinxiu', ticketId: null }
  const until = new Date(now.getTime() + 86_400_000)
  const token = await issueLink({ ...grant, personId: person._id, expiresAt: until }, secret, 'row-1')
  return { token, cookie: await allow(undefined, person._id, grant, { at: now, until }) }
}

async function buildStuckDelivery(status: 'unreachable' | 'uncertain' | 'failed' | 'sent'): Promise<string> {
  const { json } = await opsJson('people list --place jinxiu')
  await submit(
    [
      {
        kind: 'ask-solved',
        once: status,
        to: { personId: json.people[0].id },
        audience: 'resident',
        priority: 'reply',
        content: {
          text: '电梯修好了，您看好了吗？',
          buttons: [{ label: '好了', command: '好了 1001', action: 'x' }],
        },
      },
    ],
    { cause: 'row-1', community: null, at: now },
  )
  const [due] = await dueDeliveries(now, 1)
  const claimed = await claimDelivery(due?._id ?? '', 60_000)
  if (!claimed) throw new Error('there should be one to claim')
  await finishDelivery(claimed, { status, proof: 'no private channel' })
  return claimed._id
}

/** A row whose words were read; they stand there, who decided about them is told. */
async function buildReadRow(): Promise<void> {
  const id = await acceptRow('console:xiaolin:2')
  const path = { by: 'rules' as const, why: 'sure' }
  const matters = [{ text: '家里漏水了', triage: triageOf({ summary: '漏水' }), path }]
  await storeUnderstanding(id, { matters, decidedBy: 'rules' })
}

async function buildParkedRow(): Promise<string> {
  const id = await acceptRow('console:xiaolin:1')
  await failInbound(id, { error: 'it broke', incident: 'ACDE34', backoffMs: 0, maxTries: 1 })
  return id
}

async function acceptRow(key: string): Promise<string> {
  const chat = { platform: 'console', externalId: 'g-jinxiu', isGroup: true }
  const { id } = await acceptInbound(
    {
      key,
      kind: 'message',
      chat,
      sender: { externalId: 'liyang', name: '李阳' },
      text: '家里漏水了',
      isAddressed: true,
      images: [],
    },
    'community:jinxiu',
    now,
  )
  return id
}

describe('help', () => {
  it('lists every command with its example when nothing is asked for', async () => {
    const { stdout, exitCode } = await ops('')

    expect(exitCode).toBe(0)
    for (const { name, example } of commands) {
      expect(stdout).toContain(name)
      expect(stdout).toContain(example)
    }
  })

  it('has a Chinese line and an example that names the command itself for each', () => {
    for (const { name, help, example } of commands) {
      expect(help).toMatch(/\p{Script=Han}/u)
      expect(example.startsWith(name)).toBe(true)
    }
  })

  it.each(commands)('$name accepts its own example', (command) => {
    const words = split(command.example).slice(command.name.split(' ').length)

    expect(command.prepare(readWords(command, words))).toBeTypeOf('function')
  })

  it('explains the arguments of one command', async () => {
    const { stdout, exitCode } = await ops('people grant --help')

    expect(exitCode).toBe(0)
    expect(stdout).toContain('[--until …]')
    expect(stdout).toContain('property_manager 物业经理')
  })

  it('is one document under --json', async () => {
    const { json } = await opsJson('help')

    expect(json.commands).toHaveLength(commands.length)
    expect(json.commands[0]).toMatchObject({ name: 'communities import', usage: expect.any(String) })
  })
})

describe('a wrong command line', () => {
  it.each([
    ['comunities list', 'unknown_command', 'communities list'],
    ['tickets lst', 'unknown_command', 'tickets list'],
    ['docter', 'unknown_command', 'doctor'],
    ['deliveries', 'missing_verb', 'deliveries todo'],
    ['tickets list --status foo', 'bad_arguments', 'assigned'],
    ['tickets list --limt 3', 'bad_arguments', '--limit'],
    ['tickets list --limit 0', 'bad_arguments', '--limit'],
    ['tickets list --limit', 'bad_arguments', '--limit'],
    ['tickets list --status --limit 3', 'bad_arguments', '--status'],
    ['tickets list --limit 3 --limit 4', 'bad_arguments', '--limit'],
    ['tickets list all', 'bad_arguments', 'all'],
    ['tickets show', 'bad_arguments', 'NUMBER'],
    ['tickets show 1001', 'bad_arguments', '--community'],
    ['tickets show 1001 --community jinxiu --full=yes', 'bad_arguments', '--full'],
    ['communities mode jinxiu on', 'bad_arguments', 'live'],
    ['groups bind --community jinxiu --kind building', 'bad_arguments', '--building'],
    ['groups bind --community jinxiu --kind staff --building 3', 'bad_arguments', '--building'],
    ['groups bind --community jinxiu --kind building --building 3号楼', 'bad_arguments', '3号楼'],
    ['groups bind --community jinxiu --kind staff --hours 500', 'bad_arguments', '168'],
    ['people grant --platform p --id x --role resident --place jinxiu', 'bad_arguments', '--role'],
    [
      'people grant --platform p --id x --role admin --place j --until 2026-02-30',
      'bad_arguments',
      '--until',
    ],
    ['deliveries done 665f1c2ab0e4d90012345678', 'bad_arguments', '--proof'],
    ['deliveries retry 12', 'bad_arguments', 'ID'],
    ['jobs run close', 'bad_arguments', 'close-silent-tickets'],
    ['communities import nowhere.json', 'bad_file', 'nowhere.json'],
  ])('%s is refused by name, with exit code 2', async (line, code, hint) => {
    const { exitCode, json } = await opsJson(line)
    const forPeople = await ops(line)

    expect(exitCode).toBe(2)
    expect(json).toEqual({ error: { code, message: expect.stringContaining(hint) } })
    expect(forPeople).toMatchObject({ stdout: '', exitCode: 2, stderr: `${json.error.message}\n` })
  })
})

describe('trouble', () => {
  it('with the configuration is named, with exit code 1', async () => {
    env.LOG_LEVEL = 'loud'

    const { exitCode, json } = await opsJson('communities list')

    expect(exitCode).toBe(1)
    expect(json.error).toMatchObject({ code: 'config', message: expect.stringContaining('LOG_LEVEL') })
  })

  it('with the database is said in words, with exit code 1', async () => {
    const broken: Door = {
      ...door(),
      join: () => Promise.reject(new DatabaseError('unreachable', '连不上 MongoDB')),
    }

    const written = await runOps(['tickets', 'list', '--json'], broken)

    expect(written).toMatchObject({ exitCode: 1, stderr: '' })
    expect(JSON.parse(written.stdout)).toEqual({
      error: { code: 'database_unreachable', message: '连不上 MongoDB' },
    })
  })

  it('with a database of a later version refuses to touch it', async () => {
    await setVersion(99)

    expect(await opsJson('communities list')).toMatchObject({
      exitCode: 1,
      json: { error: { code: 'schema' } },
    })
    expect(await opsJson('migrate')).toMatchObject({ exitCode: 1, json: { error: { code: 'schema' } } })
  })
})

describe('communities', () => {
  it('import says first what it would do, and changes nothing', async () => {
    const { json } = await opsJson(`communities import ${fileOf(jinxiu)} --dry-run`)

    expect(json.dryRun).toBe(true)
    expect(json.steps.map((step: { action: string }) => step.action)).toEqual([
      'create',
      'person',
      'person',
      'person',
      'duty',
    ])
    expect((await opsJson('communities list')).json).toEqual({ communities: [] })
    expect((await opsJson('people list')).json).toEqual({ people: [] })
  })

  it('import creates a silent community with its people and its duty roster, once', async () => {
    await importJinxiu()
    const { json: again } = await opsJson(`communities import ${fileOf(jinxiu)}`)

    expect(again.steps.map((step: { action: string }) => step.action)).toEqual([
      'keep',
      'keep',
      'keep',
      'keep',
      'duty',
    ])
    expect((await opsJson('communities list')).json.communities).toEqual([
      expect.objectContaining({ id: 'jinxiu', mode: 'shadow', dutyEntries: 1, groups: 0 }),
    ])
    const { json } = await opsJson('people list')
    const scopes = json.people.map(({ name, roles }: { name: string; roles: unknown[] }) => [name, roles[0]])
    expect(scopes).toEqual([
      [
        '王工',
        expect.objectContaining({ role: 'property', scope: expect.objectContaining({ level: 'community' }) }),
      ],
      ['杨书记', expect.objectContaining({ scope: expect.objectContaining({ placeId: 'yingbin' }) })],
      [
        '周洁',
        expect.objectContaining({ scope: expect.objectContaining({ level: 'building', building: '5' }) }),
      ],
    ])
  })

  it('import of one phone number leaves the others, the mode and the people', async () => {
    await importJinxiu()
    await ops('communities mode jinxiu live')
    const { people: _, duty: __, phones: ___, ...rest } = jinxiu

    const { json } = await opsJson(
      `communities import ${fileOf([{ ...rest, phones: { gas: '0472-555-0110' } }])}`,
    )

    expect(json.steps).toEqual([
      { communityId: 'jinxiu', action: 'update', text: '更新小区：gas 无 → 0472-555-0110' },
    ])
    expect((await opsJson('communities list')).json.communities[0]).toMatchObject({
      mode: 'live',
      dutyEntries: 1,
      phones: {
        property: { number: '0472-555-0101', checkedAt: null },
        gas: { number: '0472-555-0110', checkedAt: null },
        lift: null,
      },
    })
  })

  it('import keeps the day a number was checked as long as the number stays', async () => {
    const { people: _, duty: __, ...rest } = jinxiu
    const phonesOf = async () => (await opsJson('communities list')).json.communities[0].phones
    const checked = { number: '0472-555-0101', checkedAt: '2026-07-01' }

    const { json } = await opsJson(`communities import ${fileOf({ ...rest, phones: { property: checked } })}`)
    await importJinxiu()
    const kept = await phonesOf()
    await ops(`communities import ${fileOf({ ...rest, phones: { property: '0472-555-0199' } })}`)
    const changed = await phonesOf()

    expect(json.steps[0].action).toBe('create')
    expect(kept.property).toEqual({ number: '0472-555-0101', checkedAt: '2026-06-30T16:00:00.000Z' })
    expect(changed.property).toEqual({ number: '0472-555-0199', checkedAt: null })
  })

  it('import brings what a community decided itself, and says so', async () => {
    await importJinxiu()
    const { people: _, duty: __, ...rest } = jinxiu
    const answerHours = { value: 12, by: '杨书记', at: '2026-07-01', reason: '居民会议议定' }

    const { json } = await opsJson(`communities import ${fileOf({ ...rest, overrides: { answerHours } })}`)
    const again = await opsJson(`communities import ${fileOf({ ...rest, overrides: { answerHours } })}`)

    expect(json.steps[0].text).toBe(
      '更新小区：overrides 无 → answerHours=12（杨书记，2026-07-01，居民会议议定）',
    )
    expect(again.json.steps[0].action).toBe('keep')
    const decided = (await opsJson('communities list')).json.communities[0].overrides
    await ops(`communities import ${fileOf({ ...rest, overrides: {} })}`)
    const cleared = (await opsJson('communities list')).json.communities[0].overrides

    expect(decided).toEqual({ answerHours })
    expect(cleared ?? {}).toEqual({})
  })

  it.each([
    ['what is no JSON', '{', '不是有效的 JSON'],
    ['a mode', { ...jinxiu, mode: 'live' }, 'communities mode'],
    ['an unknown pack', { ...jinxiu, packs: ['beijing'] }, 'baotou-2026'],
    ['an unknown phone', { ...jinxiu, phones: { pizza: '0472-555-0101' } }, 'pizza'],
    ['a phone that is none', { ...jinxiu, phones: { gas: { number: 'x' } } }, '应为电话号码'],
    [
      'a day that is none',
      { ...jinxiu, phones: { gas: { number: '0472-1', checkedAt: '7月' } } },
      '应为日期',
    ],
    ['a decision on nothing', { ...jinxiu, overrides: { teaTime: {} } }, '不认识的字段 teaTime'],
    [
      'a decision in another form',
      {
        ...jinxiu,
        overrides: { answerHours: { value: '12', by: '杨', at: '2026-07-01', reason: '议定' } },
      },
      '第1个小区.overrides.answerHours.value',
    ],
    ['one id on two levels', { ...jinxiu, districtId: 'jinxiu' }, '各不相同'],
    ['ids that cross', [jinxiu, { ...jinxiu, _id: 'qianjin', streetId: 'other' }], '两级'],
    ['a community twice', [jinxiu, jinxiu], '两次'],
    ['an empty list', [], '没有小区'],
    ['a missing name', [jinxiu, { ...jinxiu, _id: 'other', name: undefined }], '第2个小区.name：必须写'],
    ['a resident', { ...jinxiu, people: [{ ...wanggong, role: 'resident' }] }, '第1个小区.people[1].role'],
    [
      'half a scope',
      { ...jinxiu, people: [{ ...wanggong, scope: { level: 'unit', building: '3' } }] },
      'scope',
    ],
    ['a stranger on duty', { ...jinxiu, duty: [{ ...onDuty, externalId: 'nobody' }] }, 'nobody'],
    ['half a duty time', { ...jinxiu, duty: [{ ...onDuty, to: undefined }] }, '要么都写'],
    ['a wrong clock', { ...jinxiu, duty: [{ ...onDuty, from: '25:00' }] }, 'HH:mm'],
  ])('import refuses %s and writes nothing', async (_what, content, hint) => {
    const { exitCode, json } = await opsJson(`communities import ${fileOf(content)}`)

    expect(exitCode).toBe(2)
    expect(json.error).toMatchObject({ code: 'bad_file', message: expect.stringContaining(hint) })
    expect((await opsJson('communities list')).json).toEqual({ communities: [] })
  })

  it('import reads a file with a byte order mark and refuses one that is not UTF-8', async () => {
    const file = fileOf(`\uFEFF${JSON.stringify(jinxiu)}`)
    expect(await opsJson(`communities import ${file} --dry-run`)).toMatchObject({ exitCode: 0 })

    writeFileSync(file, Buffer.from([0x7b, 0xbd, 0xf5, 0x7d]))
    expect((await opsJson(`communities import ${file}`)).json.error.message).toContain('UTF-8')
  })

  it('mode releases one, and names those that exist for an unknown one', async () => {
    await importJinxiu()

    expect(await opsJson('communities mode jinxiu live')).toEqual({
      exitCode: 0,
      json: { id: 'jinxiu', name: '锦绣家园', mode: 'live' },
    })
    const { exitCode, json } = await opsJson('communities mode nowhere live')
    expect(exitCode).toBe(1)
    expect(json.error).toEqual({ code: 'unknown_community', message: expect.stringContaining('jinxiu') })
  })
})

describe('groups', () => {
  it('bind gives a code that binds once, and says what to do', async () => {
    await importJinxiu()

    const { json } = await opsJson(
      'groups bind --community jinxiu --kind building --building 3 --unit 2 --hours 2',
    )

    expect(json).toEqual({
      code: expect.stringMatching(/^[A-Z0-9]{8}$/u),
      say: `@小邻 绑定 ${json.code}`,
      communityId: 'jinxiu',
      kind: 'building',
      building: '3',
      unit: '2',
      expiresAt: '2026-11-20T08:00:00.000Z',
    })
    expect(await useBindingCode(json.code, [secret], 'cause', now)).toMatchObject({ unit: '2' })
    expect(await useBindingCode(json.code, [secret], 'another cause', now)).toBeNull()
    const { stdout } = await ops('groups bind --community jinxiu --kind staff')
    expect(stdout).toContain('锦绣家园工作群')
    expect(stdout).toContain('@小邻 绑定')
  })

  it('list is empty before the first group', async () => {
    expect(await opsJson('groups list')).toEqual({ exitCode: 0, json: { groups: [] } })
  })
})

describe('people', () => {
  beforeEach(importJinxiu)

  it('grant gives a role until the end of a day in China, and end ends it', async () => {
    const { json } = await opsJson(
      'people grant --platform console --id liyang --name 李阳 --role unit_leader --place jinxiu --building 3 --unit 2 --until 2027-06-30',
    )

    expect(json).toEqual({
      platform: 'console',
      externalId: 'liyang',
      name: '李阳',
      role: 'unit_leader',
      scope: { level: 'unit', placeId: 'jinxiu', building: '3', unit: '2' },
      until: '2027-06-30T16:00:00.000Z',
    })
    expect((await ops('people list --place jinxiu')).stdout).toContain(
      '楼栋长@jinxiu 3号楼2单元，到2027-06-30（含当天）',
    )
    const end = 'people end --platform console --id liyang --role unit_leader --place jinxiu'
    expect((await opsJson(end)).json).toMatchObject({ ended: 1 })
    expect(await opsJson(end)).toMatchObject({ exitCode: 1, json: { error: { code: 'no_such_role' } } })
  })

  it('grant finds the level of a district or a street by itself, and renames by --name only', async () => {
    const grant = 'people grant --platform console --id wanggong --role district_staff'

    expect((await opsJson(`${grant} --place yingbin`)).json).toMatchObject({
      name: '王工',
      scope: { level: 'district' },
      until: null,
    })
    expect((await opsJson(`${grant} --place qianjin --name 王建国`)).json.scope.level).toBe('street')
    expect((await ops('people list')).stdout).toContain('王建国')
  })

  it.each([
    ['--place nowhere', 1, 'unknown_place'],
    ['--place yingbin --building 3', 2, 'bad_arguments'],
    ['--place jinxiu --level street', 2, 'bad_arguments'],
    ['--place jinxiu --level unit --building 3', 2, 'bad_arguments'],
    ['--place jinxiu --until 2020-01-01', 2, 'bad_arguments'],
  ])('grant refuses %s', async (rest, exitCode, code) => {
    const grant = 'people grant --platform console --id liyang --role unit_leader'

    expect(await opsJson(`${grant} ${rest}`)).toMatchObject({ exitCode, json: { error: { code } } })
  })

  it('grant repeats nothing of a name that steers the terminal', async () => {
    const grant = ['people', 'grant', '--platform', 'p', '--id', 'x', '--role', 'admin', '--place', 'jinxiu']

    const { stdout } = await runOps([...grant, '--name', '\u001b[2J小\u202e明'], door())

    expect(stdout).toContain('已授予  [2J小 明（p:x）')
  })

  it('end does not know a stranger', async () => {
    const end = 'people end --platform console --id nobody --role admin --place jinxiu'

    expect(await opsJson(end)).toMatchObject({ exitCode: 1, json: { error: { code: 'unknown_person' } } })
  })
})

describe('links', () => {
  beforeEach(importJinxiu)

  it('revoke makes the links of one person worthless and signs all devices out', async () => {
    const of = await buildLink('wanggong')
    const other = await buildLink('yangshuji')

    const { exitCode, json } = await opsJson('links revoke --platform console --id wanggong')

    expect(exitCode).toBe(0)
    expect(json).toEqual({ platform: 'console', externalId: 'wanggong', links: 1, sessions: 1 })
    expect((await readLink(of.token, [secret], now))?.state).toBe('revoked')
    expect(await findSession(of.cookie, now)).toBeNull()
    expect((await readLink(other.token, [secret], now))?.state).toBe('fresh')
    expect(await findSession(other.cookie, now)).not.toBeNull()
    const { stdout } = await ops('links revoke --platform console --id wanggong')
    expect(stdout).toContain('作废 0 个链接，退出 0 台设备')
  })

  it('revoke does not know a stranger', async () => {
    expect(await opsJson('links revoke --platform console --id nobody')).toMatchObject({
      exitCode: 1,
      json: { error: { code: 'unknown_person' } },
    })
  })
})

describe('tickets', () => {
  beforeEach(importJinxiu)

  it('list and show tell the matter, and persons only on request', async () => {
    const { number } = await buildTicket()

    const { json: list } = await opsJson('tickets list --community jinxiu --status assigned')
    const { json: shown } = await opsJson(`tickets show ${number} --community jinxiu`)
    const { json: full } = await opsJson(`tickets show ${number} --community jinxiu --full`)

    expect(list.tickets).toEqual([expect.objectContaining({ number, statusName: '已派单' })])
    expect(shown.ticket).toMatchObject({ number, voices: 1, building: '3' })
    expect(shown.events).toEqual([
      { at: now.toISOString(), kind: 'opened', role: 'resident', from: null, to: 'assigned' },
    ])
    for (const text of [
      JSON.stringify({ list, shown }),
      (await ops(`tickets show ${number} --community jinxiu`)).stdout,
    ])
      expect(text).not.toMatch(/(?<![0-9a-f])501(?![0-9a-f])|老人|somebody|门开不了/u)
    expect(full.persons).toMatchObject({ room: '501', reports: [{ text: '我家老人困在楼上了' }] })
    expect((await ops(`tickets show ${number} --community jinxiu --full`)).stdout).toContain(
      '我家老人困在楼上了',
    )
  })

  it.each([
    ['tickets show 1 --community jinxiu', 'ticket_not_found'],
    ['tickets show 1 --community nowhere', 'unknown_community'],
    ['tickets list --community nowhere', 'unknown_community'],
  ])('%s is not found', async (line, code) => {
    expect(await opsJson(line)).toMatchObject({ exitCode: 1, json: { error: { code } } })
  })
})

describe('deliveries', () => {
  beforeEach(importJinxiu)

  it('todo has what a person has to see to, ready to say', async () => {
    const id = await buildStuckDelivery('unreachable')
    await buildStuckDelivery('sent')

    const { json } = await opsJson('deliveries todo')
    const { stdout } = await ops('deliveries todo')

    expect(json.todo).toEqual([
      expect.objectContaining({
        id,
        status: 'unreachable',
        since: now.toISOString(),
        isStillTrue: true,
        to: { kind: 'person', text: expect.stringContaining('console:') },
        text: '电梯修好了，您看好了吗？\n（可以回 “好了 1001”）',
      }),
    ])
    expect(stdout).toContain(`deliveries done ${id}`)
    expect(stdout).toContain('没有能私聊到此人的平台')
  })

  it('list has no words of messages', async () => {
    await buildStuckDelivery('uncertain')

    const { json } = await opsJson('deliveries list --status uncertain')

    expect(json.deliveries).toEqual([expect.objectContaining({ status: 'uncertain', kind: 'ask-solved' })])
    expect(JSON.stringify(json)).not.toContain('修好了')
  })

  it('done closes one with its proof, and only once', async () => {
    const id = await buildStuckDelivery('uncertain')

    expect((await opsJson(`deliveries done ${id} --proof "当面告知"`)).json).toEqual({
      id,
      status: 'sent',
      proof: '当面告知',
      sentAt: now.toISOString(),
    })
    expect(await opsJson(`deliveries done ${id} --proof "当面告知"`)).toMatchObject({
      exitCode: 1,
      json: { error: { code: 'delivery_not_open' } },
    })
    expect((await opsJson('deliveries todo')).json).toEqual({ todo: [] })
  })

  it('retry queues one again', async () => {
    const id = await buildStuckDelivery('failed')

    expect((await opsJson(`deliveries retry ${id}`)).json).toEqual({ id, status: 'queued' })
    expect(await dueDeliveries(now, 1)).toMatchObject([{ _id: id }])
    expect(await opsJson('deliveries retry 665f1c2ab0e4d90012345678')).toMatchObject({
      exitCode: 1,
      json: { error: { code: 'delivery_not_found' } },
    })
  })
})

describe('inbound', () => {
  it('lists parked rows with their incident code and without words, and retries them', async () => {
    const id = await buildParkedRow()

    const { json } = await opsJson('inbound list --stage parked')

    expect(json.inbound).toEqual([
      expect.objectContaining({ id, incident: 'ACDE34', error: 'it broke', paths: [] }),
    ])
    expect(JSON.stringify(json)).not.toMatch(/漏水|李阳/u)
    expect((await opsJson(`inbound retry ${id}`)).json).toEqual({ id, isQueued: true })
    expect(await opsJson(`inbound retry ${id}`)).toMatchObject({
      exitCode: 1,
      json: { error: { code: 'inbound_not_parked' } },
    })
  })
})

describe('inbound list', () => {
  it('tells who decided about each matter and why, and nothing that was said', async () => {
    await buildReadRow()
    const { json } = await opsJson('inbound list')

    expect(json.inbound[0].paths).toEqual([{ by: 'rules', why: 'sure' }])
    expect(JSON.stringify(json)).not.toContain('漏水')
  })
})

describe('jobs', () => {
  it('list tells of jobs that never ran, and run runs one', async () => {
    const { json } = await opsJson('jobs list')

    expect(json.jobs).toContainEqual(
      expect.objectContaining({ name: 'close-silent-tickets', lastFinishedAt: null }),
    )
    expect((await opsJson('jobs run close-silent-tickets')).json).toEqual({
      name: 'close-silent-tickets',
      did: 0,
    })
  })

  it('are stopped over restarts until they are resumed', async () => {
    const pausedAt = async () =>
      (await opsJson('jobs list')).json.jobs.find(({ name }: { name: string }) => name === 'send-briefs')
        .pausedAt
    const paused = await opsJson('jobs pause send-briefs')
    const since = await pausedAt()

    expect(paused.json).toEqual({ name: 'send-briefs', paused: true })
    expect(since).not.toBeNull()
    expect((await opsJson('jobs resume send-briefs')).json).toMatchObject({ was: true })
    expect((await opsJson('jobs resume send-briefs')).json).toMatchObject({ was: false })
    expect(await pausedAt()).toBeNull()
  })
})

describe('migrate', () => {
  it('brings a new database to this version and repeats without harm', async () => {
    await mongoose.connection.collection('meta').deleteMany({})

    expect((await opsJson('migrate')).json).toEqual({ from: null, to: schemaVersion })
    expect((await opsJson('migrate')).json).toEqual({ from: schemaVersion, to: schemaVersion })
  })
})

describe('doctor', () => {
  type Found = { name: string; state: string; remedy?: string }
  const attentionOf = (checks: Found[]) => checks.filter(({ state }) => state === 'attention')

  it('finds a fresh installation well', async () => {
    const { exitCode, json } = await opsJson('doctor')

    expect(exitCode).toBe(0)
    expect(json.ok).toBe(true)
    expect(json.checks.map(({ name }: Found) => name)).toEqual(
      expect.arrayContaining(['配置', '数据库', '数据库版本', '搁置的消息', '待处理的消息', '平台']),
    )
  })

  it('names each trouble with its remedy and exits with 1', async () => {
    await importJinxiu()
    await buildParkedRow()
    await buildStuckDelivery('unreachable')
    await setVersion(0)

    const { exitCode, json } = await opsJson('doctor')

    expect(exitCode).toBe(1)
    expect(attentionOf(json.checks).map(({ name }) => name)).toEqual([
      '数据库版本',
      '搁置的消息',
      '人工发送清单',
    ])
    for (const { remedy } of attentionOf(json.checks)) expect(remedy).toBeTruthy()
  })

  it('says what is wrong with the configuration and never a secret', async () => {
    env = { SECRET_KEY: 'short-secret' }

    const { exitCode, json } = await opsJson('doctor')

    expect(exitCode).toBe(1)
    expect(json.checks[0]).toMatchObject({ name: '配置', state: 'attention' })
    expect(JSON.stringify(json)).toContain('SECRET_KEY')
    expect(JSON.stringify(json)).not.toContain('short-secret')
  })

  it('wants a platform when none is configured', async () => {
    env.CONSOLE = '0'

    expect((await opsJson('doctor')).exitCode).toBe(1)
  })
})

describe('a table', () => {
  it('lines up columns of Chinese, of letters and of emoji', () => {
    const lines = table(
      ['名', 'x'],
      [
        ['锦绣家园', 1],
        ['ab', 2],
        ['👍', 3],
      ],
    ).split('\n')

    expect(lines.map((line) => displayWidth(line.slice(0, -1)))).toEqual([10, 10, 10, 10])
  })

  it('shows nothing that steers the terminal', () => {
    expect(table(['名'], [['\u001b[31m红\u009b2J\n下']])).toBe('名\n [31m红 2J 下')
  })
})

describe('the real door', () => {
  const children: ChildProcess[] = []
  let dataDir: string
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'ls-'))
  })
  afterAll(async () => {
    for (const child of children) {
      if (child.exitCode !== null) continue
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    }
    rmSync(dataDir, { recursive: true, force: true })
  })

  function start(script: string, args: string[], more: Record<string, string>, cwd = root) {
    const { PATH, HOME } = process.env
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(root, script), ...args],
      { cwd, env: { PATH, HOME, TMPDIR: dataDir, LOG_LEVEL: 'warn', PORT: '0', ...more } },
    )
    children.push(child)
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text
    })
    return { child, output }
  }

  async function run(line: string, more: Record<string, string>, cwd?: string) {
    const { child, output } = start('bot/ops.ts', split(line), more, cwd)
    const [exitCode] = await once(child, 'close')
    return { ...output, exitCode }
  }

  it('prints one document, warns of wrong words and reads .env where it is started', async () => {
    const uri = engineUri().replace('/?', `/${testDatabase()}?`)
    writeFileSync(join(folder, '.env'), 'SECRET_KEY=short\n')

    const [list, wrong, config, address] = await Promise.all([
      run('communities list --json', { MONGODB_URI: uri }),
      run('comunities list', {}),
      run('communities list', {}, folder),
      run('communities list --json', { MONGODB_URI: 'mongodb://' }),
    ])

    expect(list).toEqual({ stdout: '{\n  "communities": []\n}\n', stderr: '', exitCode: 0 })
    expect(wrong).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('communities list'),
      exitCode: 2,
    })
    expect(config).toMatchObject({ stdout: '', stderr: expect.stringContaining('SECRET_KEY'), exitCode: 1 })
    expect(address).toMatchObject({ stderr: '', exitCode: 1 })
    expect(JSON.parse(address.stdout).error.code).toBe('database_bad_uri')
  })

  it('joins the running bot, whose group then binds with the code', async () => {
    const settings = { DATA_DIR: join(dataDir, 'data') }
    const bot = start('bot/main.ts', [], settings)
    const url = await until(() => /http:\/\/127\.0\.0\.1:\d+/u.exec(bot.output.stdout)?.[0])

    const bound = await run('groups bind --community jinxiu --kind building --building 3 --json', settings)
    const { say } = JSON.parse(bound.stdout)
    const posted = await fetch(`${url}/console/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chatId: 'g-new', senderId: 'maguanli', text: say }),
    })
    expect(posted.status).toBe(202)
    await until(async () => {
      const answer = await fetch(`${url}/console/api/chats/g-new/messages?as=maguanli`)
      return (await answer.text()).includes('已作为楼栋群接入') || undefined
    })
    const { stdout } = await run('groups list --json', settings)

    expect(JSON.parse(stdout).groups).toContainEqual(
      expect.objectContaining({
        externalId: 'g-new',
        kind: 'building',
        community: '锦绣家园',
        building: '3',
      }),
    )
    expect(bot.child.exitCode).toBeNull()
    bot.child.kill('SIGTERM')
    expect(await once(bot.child, 'exit')).toEqual([0, null])
  })

  async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
    for (;;) {
      const found = await look()
      if (found) return found
      await delay(50)
    }
  }
})
