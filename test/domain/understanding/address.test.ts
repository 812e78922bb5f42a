import { describe, expect, it } from 'vitest'
import { readAddress } from '../../../domain/understanding/address.ts'
import { normaliseText } from '../../../domain/understanding/normalise-text.ts'

function read(text: string, building?: string): string {
  const { building: b, unit, room } = readAddress(normaliseText(text), building ? { building } : {})
  return [b, unit, room].map((part) => part ?? '-').join('/')
}

describe('readAddress in a community group', () => {
  it.each([
    ['12-2-501漏水', '12/2/501'],
    ['12#2-501漏水', '12/2/501'],
    ['十二号楼二单元五零一', '12/2/501'],
    ['12栋2单元301', '12/2/301'],
    ['3栋1-502马桶堵了', '3/1/502'],
    ['15号楼702', '15/-/702'],
    ['B座1102没水', 'B/-/1102'],
    ['B1102楼上太吵', 'B/-/1102'],
    ['A1栋2单元', 'A1/2/-'],
    ['东区七号楼', '东区7/-/-'],
    ['东7号楼2单元', '东区7/2/-'],
    ['7号楼一门', '7/1/-'],
    ['7号楼1门洞302', '7/1/302'],
    ['07号楼', '7/-/-'],
    ['4-1楼道灯坏了', '4/1/-'],
    ['12-501没暖气', '12/-/501'],
    ['我是7栋楼长，2单元地下室进水', '7/2/-'],
    ['有人管吗（14号楼2单元）', '14/2/-'],
    ['1单元2单元都停电了', '-/1/-'],
  ])('reads %s as %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  it.each([
    ['2025-11-15停水'],
    ['交了180元'],
    ['电话13812345678打不通'],
    ['打119了'],
    ['12345投诉'],
    ['晚上11点到12点'],
    ['20号来人'],
    ['东门保安睡觉'],
    ['C052谁的车'],
    ['17楼好几家'],
    ['面积90平'],
    ['3-5天'],
  ])('sees no address in %s', (text) => {
    expect(read(text)).toBe('-/-/-')
  })

  it.each([
    ['6号楼2单元1402滴水，楼上1502没人', '6/2/1402'],
    ['11-1-1205，楼上1305拖椅子', '11/1/1205'],
    ['我家地暖漏了，往1702漏呢，13-1-1802', '13/1/1802'],
    ['17栋停电了，隔壁18栋有电', '17/-/-'],
  ])('takes the speaker, not the neighbour, in %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

describe('readAddress in the group of building 12', () => {
  it.each([
    ['3-802返水', '-/3/802'],
    ['12-2-501渗水', '12/2/501'],
    ['12号楼1-402', '12/1/402'],
    ['12-402没水', '12/-/402'],
  ])('reads %s as %s', (text, expected) => {
    expect(read(text, '12')).toBe(expected)
  })
})
