import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TriageContext } from '../../../domain/triage.ts'
import { readingsOf } from '../../../domain/understanding/address.ts'
import { normaliseText } from '../../../domain/understanding/normalise-text.ts'
import { parsePlace } from '../../../domain/understanding/place.ts'

interface Home {
  building: string
  unit: string
  room: string
}

const numerals = '零一二三四五六七八九'
function inWords(number: string): string {
  const value = Number(number)
  if (value < 10) return numerals.charAt(value)
  const [tens, ones] = [Math.floor(value / 10), value % 10]
  return `${tens > 1 ? numerals.charAt(tens) : ''}十${ones > 0 ? numerals.charAt(ones) : ''}`
}
const spoken = (digits: string) => [...digits].map((digit) => numerals.charAt(Number(digit))).join('')

/** The ways people write a home where a group of the whole community reads them; what a style leaves open is not read. */
const inCommunityGroup: Record<string, { write(home: Home): string; open?: (keyof Home)[] }> = {
  '12号楼2单元501': { write: ({ building, unit, room }) => `${building}号楼${unit}单元${room}` },
  '12号楼2单元501室': { write: ({ building, unit, room }) => `${building}号楼${unit}单元${room}室` },
  '12-2-501': { write: ({ building, unit, room }) => `${building}-${unit}-${room}` },
  '12#2单元501': { write: ({ building, unit, room }) => `${building}#${unit}单元${room}` },
  '12#2-501': { write: ({ building, unit, room }) => `${building}#${unit}-${room}` },
  '12栋2单元501': { write: ({ building, unit, room }) => `${building}栋${unit}单元${room}` },
  '12幢 2单元 501': { write: ({ building, unit, room }) => `${building}幢 ${unit}单元 ${room}` },
  '12/2/501': { write: ({ building, unit, room }) => `${building}/${unit}/${room}` },
  '12号楼2门501': { write: ({ building, unit, room }) => `${building}号楼${unit}门${room}` },
  '12号楼2门洞501': { write: ({ building, unit, room }) => `${building}号楼${unit}门洞${room}` },
  十二号楼二单元501: {
    write: ({ building, unit, room }) => `${inWords(building)}号楼${inWords(unit)}单元${room}`,
  },
  十二栋二单元: {
    write: ({ building, unit }) => `${inWords(building)}栋${inWords(unit)}单元`,
    open: ['room'],
  },
  '１２号楼２单元５０１': {
    write: ({ building, unit, room }) =>
      `${building}号楼${unit}单元${room}`.replace(/\d/gu, (digit) =>
        String.fromCharCode(digit.charCodeAt(0) + 0xfee0),
      ),
  },
  '12—2—501': { write: ({ building, unit, room }) => `${building}—${unit}—${room}` },
  '12号楼501': { write: ({ building, room }) => `${building}号楼${room}`, open: ['unit'] },
  '12-501': { write: ({ building, room }) => `${building}-${room}`, open: ['unit'] },
  '12号楼': { write: ({ building }) => `${building}号楼`, open: ['unit', 'room'] },
  '12楼2单元': { write: ({ building, unit }) => `${building}楼${unit}单元`, open: ['room'] },
  '2单元': { write: ({ unit }) => `${unit}单元`, open: ['building', 'room'] },
}

/** The same in the group of one building, where nobody names the building. */
const inBuildingGroup: Record<string, { write(home: Home): string; open?: (keyof Home)[] }> = {
  '2单元501': { write: ({ unit, room }) => `${unit}单元${room}` },
  // In the group of building 2 it could be either, so no building here has the number of a unit.
  '2-501': { write: ({ unit, room }) => `${unit}-${room}` },
  二单元五零三: {
    write: ({ unit, room }) => `${inWords(unit)}单元${room.includes('0') ? spoken(room) : room}`,
  },
  '2门501': { write: ({ unit, room }) => `${unit}门${room}` },
  '2单元': { write: ({ unit }) => `${unit}单元`, open: ['room'] },
  我们楼2单元: { write: ({ unit }) => `我们楼${unit}单元`, open: ['room'] },
}

const faults = ['漏水', '厨房下水堵了', '停电了', '暖气不热', '楼上太吵', '门禁坏了，进不去', '有人管吗']
const home = fc.record({
  building: fc.integer({ min: 7, max: 39 }).map(String),
  unit: fc.integer({ min: 1, max: 6 }).map(String),
  room: fc
    .record({ floor: fc.integer({ min: 1, max: 33 }), door: fc.integer({ min: 1, max: 6 }) })
    .map(({ floor, door }) => `${floor}0${door}`),
})

function expectRead(
  styles: typeof inCommunityGroup,
  context: (home: Home) => TriageContext,
  always: (keyof Home)[],
) {
  for (const [style, { write, open = [] }] of Object.entries(styles)) {
    it(`reads ${style} back`, () => {
      fc.assert(
        fc.property(home, fc.constantFrom(...faults), fc.boolean(), (place, fault, isLast) => {
          const words = isLast ? `${fault}，${write(place)}` : `${write(place)}${fault}`
          const { building, unit, room } = parsePlace(words, context(place))
          const left = open.filter((level) => !always.includes(level))
          const wanted = { ...place, ...Object.fromEntries(left.map((level) => [level, null])) }

          expect({ building, unit, room }, words).toEqual(wanted)
        }),
        { numRuns: 60 },
      )
    })
  }
}

describe('an address written in a group of the whole community', () =>
  expectRead(inCommunityGroup, () => ({}), []))

describe('an address written in the group of its building', () =>
  expectRead(inBuildingGroup, ({ building }) => ({ building }), ['building']))

describe('一 for 1, letters and zones', () => {
  it.each([
    ['B座1102没水', { building: 'B', unit: null, room: '1102' }],
    ['东区七号楼停电', { building: '东区7', unit: null, room: null }],
    ['南区3栋2单元门禁坏了', { building: '南区3', unit: '2', room: null }],
    ['A1栋2单元灯不亮', { building: 'A1', unit: '2', room: null }],
    ['7号楼一门灯不亮', { building: '7', unit: '1', room: null }],
    ['二单元四楼西户漏水', { building: null, unit: '2', room: null, place: '4楼西户' }],
    ['地库E区漏水', { building: null, unit: null, room: null, place: '地库E区' }],
    ['负一层漏水', { building: null, unit: null, room: null, place: '负1层' }],
    ['3号楼电梯坏了，是2单元不是1单元', { building: '3', unit: '2', room: null }],
  ])('reads %s', (text, wanted) => {
    expect(parsePlace(text, {})).toMatchObject(wanted)
  })

  it('takes 我家 for the home of the speaker, and only that', () => {
    const own = { building: '5', unit: '1', room: '301' }

    expect(parsePlace('我家厨房漏水', { home: own })).toMatchObject(own)
    expect(parsePlace('路灯不亮', { home: own })).toMatchObject({ building: null, unit: null, room: null })
    expect(parsePlace('6号楼2单元我家门口灯不亮', { home: own })).toMatchObject({ building: '6', unit: '2' })
  })
})

describe('an address that can be read in two ways', () => {
  const read = (text: string, context: TriageContext = {}) =>
    readingsOf(normaliseText(text), context).map(({ building, unit, room }) => `${building}/${unit}/${room}`)

  it.each([
    ['3-802漏水', {}, ['3/null/802', 'null/3/802']],
    ['3-802漏水', { building: '7' }, ['null/3/802', '3/null/802']],
    ['3-802漏水', { building: '3' }, ['3/null/802', 'null/3/802']],
    ['4-1楼道灯坏了', {}, ['4/1/null', 'null/4/null']],
    ['12-2-501漏水', {}, ['12/2/501']],
    ['12号楼2单元', {}, ['12/2/null']],
    ['电梯坏了', {}, []],
  ])('lists the readings of %s in %o', (text, context, readings) => {
    expect(read(text, context)).toEqual(readings)
  })
})
