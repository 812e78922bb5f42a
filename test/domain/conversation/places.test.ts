import { describe, expect, it } from 'vitest'
import { amendedPlace, isMoved, joinedPlace } from '../../../domain/conversation/amended-place.ts'
import { readCorrection } from '../../../domain/conversation/correction.ts'
import { readForwardedRecord } from '../../../domain/conversation/forwarded-record.ts'
import { answeredPlace, isPlaceAnswer } from '../../../domain/conversation/place-answer.ts'
import { guessRole, readNamedHome } from '../../../domain/conversation/sender-name.ts'
import { withHome } from '../../../domain/conversation/with-home.ts'
import { retitled } from '../../../domain/retitle.ts'
import type { Location, Triage } from '../../../domain/triage.ts'

const nowhere: Location = { building: null, unit: null, room: null, place: null }

function triage(more: Partial<Triage>): Triage {
  return {
    ...nowhere,
    intent: 'complaint',
    isComplaint: true,
    category: 'repair.elevator',
    urgency: 'normal',
    hazard: null,
    summary: '电梯停运',
    missing: [],
    confidence: 0.9,
    ...more,
  }
}

describe('a correction', () => {
  it.each([
    ['是2单元不是1单元', { unit: '2' }],
    ['不是1单元，是2单元', { unit: '2' }],
    ['说错了，是3号楼', { building: '3' }],
    ['不对，是502在装，我是402，别弄反了', { room: '402' }],
  ])('%s', (text, place) => {
    expect(readCorrection(text)).toMatchObject(place)
  })

  it.each(['是1504门缝冒的', '二单元', '我家不是说好今天修吗'])('is not read into %s', (text) => {
    expect(readCorrection(text)).toBeNull()
  })
})

describe('a place that is amended', () => {
  const known = { ...nowhere, building: '3', unit: '1', category: 'repair.elevator' as const }

  it('takes what was missing', () => {
    const place = amendedPlace({ ...known, unit: null }, triage({ building: '3', unit: '2' }), '2单元')

    expect(place).toMatchObject({ building: '3', unit: '2' })
  })

  it('takes a correction instead of what was wrong', () => {
    expect(amendedPlace(known, triage({ unit: '2' }), '是2单元不是1单元')).toMatchObject({
      building: '3',
      unit: '2',
    })
  })

  it('takes nothing of another building', () => {
    expect(
      amendedPlace({ ...known, unit: null }, triage({ building: '5', unit: '2' }), '5号楼2单元'),
    ).toMatchObject({
      building: '3',
      unit: null,
    })
  })

  it('is news to whoever went there only where they go by it', () => {
    expect(isMoved(known, { ...known, unit: '2' })).toBe(true)
    expect(isMoved(known, { ...known, place: '电梯' })).toBe(false)
  })
})

describe('a place after another household has joined', () => {
  const lift = {
    ...nowhere,
    unit: '2',
    room: '702',
    category: 'repair.elevator' as const,
    missing: ['building' as const],
  }

  const nod = { text: '我家也是', place: null }

  it('takes the building from the words, or from where they live if it has to be known', () => {
    expect(joinedPlace(lift, { text: '13号楼2单元吗？我也在等', place: null }, null, 2)).toMatchObject({
      building: '13',
      unit: '2',
    })
    expect(joinedPlace(lift, nod, { building: '13', unit: null }, 2)).toMatchObject({ building: '13' })
  })

  it('is no longer that of one flat, unless flats are what is broken', () => {
    expect(joinedPlace(lift, nod, null, 2).room).toBeNull()
    expect(joinedPlace({ ...lift, category: 'heating' }, nod, null, 2).room).toBe('702')
  })

  it('takes no building where everybody is concerned, and no unit from who lives below a roof', () => {
    const outage = { ...nowhere, category: 'water_supply' as const, missing: [] }
    const shed = { ...nowhere, building: '4', category: 'illegal_building' as const, missing: [] }

    expect(joinedPlace(outage, { text: '5号楼也停了', place: null }, null, 2).building).toBeNull()
    expect(joinedPlace(shed, nod, { building: '4', unit: '2' }, 2).unit).toBeNull()
  })
})

describe('the answer to a question for a place', () => {
  it.each([
    ['2', 'unit', { building: '3', unit: '2' }],
    ['七号', 'building', { building: '7', unit: null }],
    ['10-1', 'building', { building: '10', unit: '1' }],
    ['三号楼二单元', 'unit', { building: '3', unit: '2' }],
  ] as const)('%s for the %s', (words, need, place) => {
    const known = need === 'unit' ? { ...nowhere, building: '3' } : nowhere

    expect(isPlaceAnswer(words)).toBe(true)
    expect(answeredPlace(known, words, need)).toMatchObject(place)
  })

  it('is not found in other words', () => {
    expect(isPlaceAnswer('师傅几点到')).toBe(false)
  })
})

describe('a group name', () => {
  it.each([
    ['5-1-301 老李', {}, { building: '5', unit: '1', room: '301' }],
    ['3-1晓梅', {}, { building: '3', unit: '1', room: null }],
    ['十九栋郝师傅', {}, { building: '19', unit: null, room: null }],
    ['A-1504', {}, { building: 'A', unit: null, room: '1504' }],
    ['2101周', { building: 'B' }, { building: 'B', unit: null, room: '2101' }],
  ])('%s in %o tells where its bearer lives', (name, group, home) => {
    expect(readNamedHome(name, group)).toEqual(home)
  })

  it.each(['豆豆妈', '阿Ken', 'Mr.赵', '1982老王'])('%s does not', (name) => {
    expect(readNamedHome(name, {})).toBeNull()
  })

  it.each([
    ['物业小宋', 'property'],
    ['楼长孟姐', 'unit_leader'],
    ['张书记', 'district_staff'],
    ['业委会秘书', 'committee'],
    ['豆豆妈', 'resident'],
  ])('%s claims to be %s', (name, role) => {
    expect(guessRole(name)).toBe(role)
  })
})

describe('where the speaker lives', () => {
  const home = { building: '13', unit: '2', room: '702' }

  it('completes a place that has to be known, without the room of whoever looks on', () => {
    const read = withHome(triage({ unit: '2', missing: ['building'] }), home)

    expect(read).toMatchObject({
      building: '13',
      unit: '2',
      room: null,
      missing: [],
      summary: '13号楼2单元电梯停运',
    })
  })

  it('gives the room of what comes into flats', () => {
    expect(withHome(triage({ category: 'heating', missing: ['building'] }), home)).toMatchObject(home)
  })

  it('says nothing of the grounds, of danger in another flat, or of another building', () => {
    expect(withHome(triage({ category: 'parking', place: '南门' }), home).building).toBeNull()
    expect(
      withHome(triage({ category: 'gas', urgency: 'emergency', missing: ['building'] }), home).room,
    ).toBeNull()
    expect(withHome(triage({ building: '5', missing: ['unit'] }), home)).toMatchObject({
      building: '5',
      unit: null,
    })
  })
})

describe('a title', () => {
  it('gets its new place in front, once', () => {
    const door = { ...nowhere, building: '9', place: '单元门', summary: '9号楼单元门关不上' }

    expect(retitled(door, { ...door, unit: '4' })).toBe('9号楼4单元门关不上')
    expect(retitled({ ...nowhere, summary: '疑似燃气泄漏' }, { ...nowhere, building: '6' })).toBe(
      '6号楼疑似燃气泄漏',
    )
  })
})

describe('a forwarded record', () => {
  it('is read line by line, with whoever said it', () => {
    const record = '群聊的聊天记录\n3-2-401：我家没水了\n李四: 我家也是\n一滴都没有'

    expect(readForwardedRecord(record)).toEqual([
      { name: '3-2-401', text: '我家没水了' },
      { name: '李四', text: '我家也是\n一滴都没有' },
    ])
  })

  it.each(['地点：3号楼\n内容：电梯坏了', '楼道灯坏了', '物业说：明天修'])('is not seen in %s', (text) => {
    expect(readForwardedRecord(text)).toBeNull()
  })
})
