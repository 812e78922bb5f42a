import { describe, expect, it } from 'vitest'
import { formatPlace, formatPublicPlace, parsePlace } from '../../../domain/understanding/place.ts'

const home = { building: '5', unit: '2', room: '301' }

describe('parsePlace', () => {
  it.each([
    ['3号楼2单元电梯停了', '电梯'],
    ['走廊灯不亮', '楼道'],
    ['厕所漏水', '卫生间'],
    ['地下车库进水', '地库'],
    ['大门口堵车', '大门'],
    ['滑梯坏了', '儿童游乐区'],
    ['四楼西户漏水', '4楼西户'],
    ['真不错', null],
  ])('names the place of %s as %s', (text, place) => {
    expect(parsePlace(text, {}).place).toBe(place)
  })

  it.each([
    ['3-802返水', { building: '12', unit: '3', room: '802' }],
    ['楼道灯坏了', { building: '12', unit: null, room: null }],
    ['就咱这栋楼没电，看对面11号楼亮着', { building: '12', unit: null, room: null }],
    ['小区大门没人管', { building: null, unit: null, room: null }],
    ['5号楼也停水', { building: '5', unit: null, room: null }],
  ])('fills in the building of a building group where %s implies it', (text, expected) => {
    expect(parsePlace(text, { building: '12' })).toMatchObject(expected)
  })

  it.each([
    ['我家没暖气', home],
    ['厨房漏水', home],
    ['2单元我家没水', home],
    ['1单元我家没水', { building: null, unit: '1', room: null }],
    ['8号楼我家漏水', { building: '8', unit: null, room: null }],
    ['路灯坏了', { building: null, unit: null, room: null }],
  ])('fills in the known home only where %s fits it', (text, expected) => {
    expect(parsePlace(text, { home })).toMatchObject(expected)
  })
})

describe('formatPlace', () => {
  it.each([
    [{ building: '3', unit: '2', room: '501', place: '厨房' }, '3号楼2单元501室厨房', '3号楼2单元厨房'],
    [{ building: 'B', unit: null, room: '1102', place: null }, 'B座1102室', 'B座'],
    [{ building: '东区7', unit: '1', room: null, place: '电梯' }, '东区7号楼1单元电梯', '东区7号楼1单元电梯'],
    [{ building: null, unit: null, room: null, place: '大门' }, '大门', '大门'],
    [{ building: '1', unit: null, room: null, place: '502门口' }, '1号楼502门口', '1号楼'],
    [{ building: null, unit: null, room: null, place: null }, '', ''],
    [{ building: '5', unit: null, room: null, place: '楼后' }, '5号楼后', '5号楼后'],
    [{ building: '6', unit: '1', room: null, place: '单元门口' }, '6号楼1单元门口', '6号楼1单元门口'],
  ])('writes %o in full and for a group', (location, full, forGroup) => {
    expect(formatPlace(location)).toBe(full)
    expect(formatPublicPlace(location)).toBe(forGroup)
  })
})
