import { describe, expect, it } from 'vitest'
import type { Mergeable } from '../../domain/merging.ts'
import { readSplit, whyNotMerged } from '../../domain/merging.ts'

function ticket(number: number, more: Partial<Mergeable> = {}): Mergeable {
  return {
    _id: String(number),
    number,
    communityId: 'jinxiu',
    status: 'assigned',
    team: 'property',
    accused: null,
    lead: null,
    urgency: 'normal',
    assigneeId: null,
    pagedIds: [],
    building: '3',
    unit: '2',
    room: null,
    ...more,
  }
}

describe('two tickets become one', () => {
  it.each<[string, Partial<Mergeable>, Partial<Mergeable>, RegExp | null]>([
    ['two plain ones', {}, {}, null],
    ['one that waits', { status: 'waiting' }, { status: 'forwarded' }, null],
    ['one that is over', { status: 'resolved' }, {}, /1025号已经办完/u],
    ['into one that is over', {}, { status: 'closed' }, /1024号已经办完/u],
    ['a danger into another', { urgency: 'emergency' }, { urgency: 'emergency' }, null],
    ['a plain one into a danger', {}, { urgency: 'emergency' }, null],
    ['a danger into a plain one', { urgency: 'emergency' }, {}, /是险情/u],
    [
      'a complaint about 物业 into a plain one',
      { accused: 'property', team: 'district' },
      {},
      /涉及的人不同/u,
    ],
    ['two complaints about 物业', { accused: 'property' }, { accused: 'property' }, null],
    ['a sensitive lead', { lead: 'money' }, { lead: 'money' }, /涉及的人不同/u],
  ])('%s', (_title, source, target, why) => {
    const found = whyNotMerged(ticket(1025, source), ticket(1024, target))

    if (why) expect(found).toMatch(why)
    else expect(found).toBeNull()
  })

  it('never into itself', () => {
    expect(whyNotMerged(ticket(1024), ticket(1024))).toContain('同一件')
  })
})

describe('which reports are another matter', () => {
  it.each([
    ['2、3 不是同一部电梯', [2, 3], '不是同一部电梯'],
    ['2 那是另一个单元', [2], '那是另一个单元'],
    ['第2条，是6号楼的', [2], '是6号楼的'],
    ['2,3,2 重复', [2, 3], '重复'],
    ['2 3号楼的', [2], '3号楼的'],
    ['2', [2], ''],
    ['不是同一部', [], '不是同一部'],
    ['', [], ''],
  ])('“%s”', (words, picks, reason) => {
    const read = readSplit(words)

    expect(read.picks).toEqual(picks)
    if (picks.length > 0) expect(read.reason).toBe(reason)
  })
})
