import { describe, expect, it } from 'vitest'
import type { ThreadMessage } from '../../domain/replay-thread.ts'
import { replayThread } from '../../domain/replay-thread.ts'
import type { Triage } from '../../domain/triage.ts'

const minute = 60_000
const start = new Date('2025-11-01T08:00:00+08:00').getTime()

/** What is said, who says it, how many minutes after the first word, and what is understood of it. */
interface Line {
  by: string
  text: string
  after?: number
  role?: ThreadMessage['role']
  name?: string
  hasImage?: boolean
  triage?: Partial<Triage>
}

const nothing: Triage = {
  intent: 'chatter',
  isComplaint: false,
  category: null,
  urgency: 'normal',
  hazard: null,
  building: null,
  unit: null,
  room: null,
  place: null,
  summary: '',
  missing: [],
  confidence: 0.9,
}

const lift: Partial<Triage> = {
  intent: 'complaint',
  isComplaint: true,
  category: 'repair.elevator',
  building: '3',
  unit: '2',
  place: '电梯',
  summary: '3号楼2单元电梯停运',
}
const unplacedLift: Partial<Triage> = { ...lift, building: null, unit: null, missing: ['building', 'unit'] }
const gate: Partial<Triage> = {
  intent: 'complaint',
  isComplaint: true,
  category: 'parking',
  place: '南门',
  summary: '南门道闸故障',
}
const gas: Partial<Triage> = {
  intent: 'complaint',
  isComplaint: true,
  category: 'gas',
  urgency: 'emergency',
  hazard: 'gas',
  building: '20',
  unit: '1',
  summary: '20号楼1单元疑似燃气泄漏',
}
const vague: Partial<Triage> = { confidence: 0.3 }

async function replay(lines: readonly Line[], group: { building?: string } = {}) {
  const messages = lines.map(({ by, text, after, role = 'resident', name = by, hasImage = false }, i) => ({
    id: `m${i + 1}`,
    at: new Date(start + (after ?? i) * minute),
    sender: by,
    senderName: name,
    role,
    text,
    hasImage,
  }))
  const said = new Map(lines.map(({ text, triage }) => [text, { ...nothing, ...triage }]))
  const { tickets } = await replayThread(messages, { ...group, triage: (text) => said.get(text) ?? nothing })
  return tickets.filter(({ isHeld }) => !isHeld)
}

const opened: Line = { by: 'a', text: '3号楼2单元电梯不动了', triage: lift }
const openedGate: Line = { by: 'b', text: '南门道闸不抬杆', triage: gate }

describe('several people', () => {
  it.each(['我家也是', '+1', '同问'])('join what was last talked of with %s', async (text) => {
    const tickets = await replay([opened, { by: 'b', text }])

    expect(tickets).toMatchObject([{ reporters: ['a', 'b'], messageIds: ['m1', 'm2'] }])
  })

  it('join with their own words of the same matter, though they name no place', async () => {
    const tickets = await replay([opened, { by: 'b', text: '电梯按了没反应', triage: unplacedLift }])

    expect(tickets).toMatchObject([{ reporters: ['a', 'b'] }])
  })

  it('do not join from another building', async () => {
    const other = { by: 'b', name: '8-1-301', text: '电梯也停了', triage: unplacedLift }

    expect(await replay([opened, other])).toHaveLength(2)
  })

  it('are kept apart where two matters are talked of at a time', async () => {
    const tickets = await replay([
      opened,
      openedGate,
      { by: 'c', name: '3-2-501', text: '+1 我爬上来的' },
      { by: 'd', text: '南门+1', triage: gate },
    ])

    expect(tickets).toMatchObject([{ reporters: ['a', 'c'] }, { reporters: ['b', 'd'] }])
  })

  it('no longer join after an hour', async () => {
    expect(await replay([opened, { by: 'b', text: '我家也是', after: 61 }])).toMatchObject([
      { reporters: ['a'] },
    ])
  })

  it.each(['我家没事', '三单元倒是好的', '不好意思，我马上挪', '几号楼的？', '今天的花卷还剩六袋，要的私我'])(
    'are no reporters when they say %s',
    async (text) => {
      expect(await replay([opened, { by: 'b', text }])).toMatchObject([
        { reporters: ['a'], messageIds: ['m1'] },
      ])
    },
  )

  it('count who calls for help in a danger', async () => {
    const tickets = await replay([
      { by: 'a', text: '有人闻到煤气味吗', triage: gas },
      { by: 'b', text: '我打燃气抢修了，大家往楼下走' },
    ])

    expect(tickets).toMatchObject([{ reporters: ['a', 'b'] }])
  })

  it('leave the room open when a lift is everybody’s', async () => {
    const tickets = await replay([
      { ...opened, triage: { ...lift, room: '501' } },
      { by: 'b', text: '我家也是' },
    ])

    expect(tickets).toMatchObject([{ room: null }])
  })
})

describe('the place', () => {
  it('is filled in by later answers of the reporter', async () => {
    const tickets = await replay([
      { by: 'a', text: '电梯坏了', triage: unplacedLift },
      { by: 'b', text: '几号楼几单元？' },
      { by: 'a', text: '三号楼', triage: { intent: 'other', building: '3' } },
      { by: 'a', text: '2' },
    ])

    expect(tickets).toMatchObject([{ building: '3', unit: '2', messageIds: ['m1', 'm3', 'm4'] }])
  })

  it('is replaced by a correction', async () => {
    const tickets = await replay([opened, { by: 'a', text: '是1单元不是2单元', triage: { unit: '1' } }])

    expect(tickets).toMatchObject([{ building: '3', unit: '1', summary: '3号楼1单元电梯停运' }])
  })

  it('comes from the reporter’s group name where the words leave it open', async () => {
    const line = { by: 'a', name: '3-2-702 老孟', text: '电梯坏了', triage: unplacedLift }

    expect(await replay([line])).toMatchObject([{ building: '3', unit: '2', room: null }])
  })

  it('is pointed out more closely as a danger goes on', async () => {
    const tickets = await replay([
      { by: 'a', text: '有人闻到煤气味吗', triage: gas },
      { by: 'a', text: '好像是1601的', triage: { room: '1601' } },
    ])

    expect(tickets).toMatchObject([{ room: '1601' }])
  })
})

describe('later words of the reporter', () => {
  it('belong to the matter within ten minutes, a photo within an hour', async () => {
    const tickets = await replay([
      opened,
      { by: 'a', text: '按钮都不亮', after: 8, triage: { ...unplacedLift, category: 'repair.electric' } },
      { by: 'a', text: '[图片]', after: 45, hasImage: true },
    ])

    expect(tickets).toMatchObject([{ messageIds: ['m1', 'm2', 'm3'] }])
  })

  it('open a ticket of their own where they name another matter and place', async () => {
    const lamp = { ...lift, category: 'repair.electric' as const, building: '5', unit: '1', place: '楼道' }

    expect(await replay([opened, { by: 'a', text: '5号楼1单元楼道灯也不亮', triage: lamp }])).toHaveLength(2)
  })

  it('make an emergency of the ticket when it becomes a danger', async () => {
    const trapped = { ...lift, urgency: 'emergency' as const, hazard: 'trapped_in_lift' as const }
    const tickets = await replay([opened, { by: 'a', text: '3号楼2单元电梯困住人了', triage: trapped }])

    expect(tickets).toMatchObject([{ urgency: 'emergency' }])
  })

  it('give a clearer name to what was vague', async () => {
    const tickets = await replay([
      {
        by: 'a',
        text: '掉下来了！吓死',
        triage: { ...lift, category: 'high_throwing', building: null, unit: null, ...vague },
      },
      {
        by: 'a',
        text: '18号楼外墙石头',
        triage: { ...lift, category: 'repair.structure', building: '18', unit: null },
      },
    ])

    expect(tickets).toMatchObject([{ category: 'repair.structure', building: '18' }])
  })
})

describe('the end', () => {
  it('comes when the reporter says that it works', async () => {
    expect(await replay([openedGate, { by: 'b', text: '抬了抬了' }])).toMatchObject([{ status: 'closed' }])
  })

  it('is proposed by 物业 and confirmed by the reporter', async () => {
    const done: Line = { by: 'w', role: 'property', text: '已修好，请您确认', after: 180 }
    const proposed = await replay([opened, done])
    const confirmed = await replay([
      opened,
      done,
      { by: 'a', text: '好了，谢谢', after: 200, triage: { intent: 'satisfied' } },
    ])

    expect(proposed).toMatchObject([{ status: 'resolved', messageIds: ['m1'] }])
    expect(confirmed).toMatchObject([{ status: 'closed', messageIds: ['m1', 'm3'] }])
  })

  it('is proposed by whoever was in the way', async () => {
    expect(await replay([openedGate, { by: 'c', text: '挪了不好意思' }])).toMatchObject([
      { status: 'resolved', reporters: ['b'] },
    ])
  })

  it('is not proposed where 已修好 may mean one of several', async () => {
    const done: Line = { by: 'w', role: 'property', text: '已处理好，请确认' }

    expect(await replay([opened, openedGate, done])).toMatchObject([
      { status: 'assigned' },
      { status: 'assigned' },
    ])
  })

  it('is over when it comes back, in few words', async () => {
    const tickets = await replay([
      opened,
      { by: 'a', text: '好了', after: 60, triage: { intent: 'satisfied' } },
      { by: 'a', text: '又停了，还不如昨天', after: 600, triage: { ...unplacedLift, ...vague } },
    ])

    expect(tickets).toMatchObject([{ status: 'assigned', wasReopened: true, messageIds: ['m1', 'm2', 'm3'] }])
  })

  it('is disputed by a neighbour who sees that it is not so', async () => {
    const tickets = await replay([
      opened,
      { by: 'w', role: 'property', text: '3号楼2单元电梯已修好', after: 60 },
      { by: 'b', text: '没修好，还是不动', after: 65, triage: { intent: 'dissatisfied', isComplaint: true } },
    ])

    expect(tickets).toMatchObject([{ status: 'assigned', wasReopened: true, reporters: ['a', 'b'] }])
  })

  it('comes with the last report that is withdrawn', async () => {
    const joined = [opened, { by: 'b', text: '我家也是' }]
    const one = await replay([...joined, { by: 'a', text: '搞错了', triage: { intent: 'withdraw' } }])
    const both = await replay([
      ...joined,
      { by: 'a', text: '搞错了', triage: { intent: 'withdraw' } },
      { by: 'b', text: '哦是我家空开跳了，打扰大家' },
    ])

    expect(one).toMatchObject([{ status: 'assigned', reporters: ['b'] }])
    expect(both).toMatchObject([{ status: 'withdrawn' }])
  })
})

describe('urging', () => {
  it('by the reporter and by others touches the ticket, and makes nobody a reporter', async () => {
    const urge = { intent: 'urge' as const, isComplaint: true }
    const tickets = await replay([
      opened,
      { by: 'a', text: '师傅怎么还不来', after: 30, triage: urge },
      { by: 'b', text: '多久了人呢', after: 35, triage: urge },
    ])

    expect(tickets).toMatchObject([{ reporters: ['a'], messageIds: ['m1', 'm2', 'm3'] }])
  })
})

describe('what is vague', () => {
  it('is no ticket by itself', async () => {
    expect(await replay([{ by: 'a', text: '这块儿谁管啊，淌了一路', triage: vague }])).toEqual([])
  })

  it.each<[string, Line]>([
    ['a neighbour agrees', { by: 'b', text: '就是，我也滑了一跤' }],
    ['物业 answers', { by: 'w', role: 'property', text: '收到，马上安排' }],
    ['somebody asks where', { by: 'b', text: '在哪儿？' }],
    ['whoever it was says sorry', { by: 'b', text: '不好意思，我马上收' }],
  ])('is one when %s', async (_title, line) => {
    expect(await replay([{ by: 'a', text: '这块儿谁管啊，淌了一路', triage: vague }, line])).toHaveLength(1)
  })
})

describe('a forwarded record', () => {
  it('counts line by line, as the words of whoever forwards it', async () => {
    const record = '[聊天记录]\n3-2-401：3号楼2单元电梯不动了\n李四：我家也是'
    const tickets = await replay([
      { by: 'a', text: record },
      { by: 'z', text: '3号楼2单元电梯不动了', after: 9_999, triage: lift },
    ])

    expect(tickets[0]).toMatchObject({ building: '3', unit: '2', reporters: ['a'], messageIds: ['m1'] })
  })
})

describe('order', () => {
  it('is that of time, not of the lines', async () => {
    const tickets = await replay([
      { by: 'b', text: '我家也是', after: 5 },
      { ...opened, after: 0 },
    ])

    expect(tickets).toMatchObject([{ reporters: ['a', 'b'] }])
  })

  it('is kept for a reader that takes its time, such as a model', async () => {
    const said = { id: 'm1', at: new Date(start), sender: 'a', senderName: 'a', role: 'resident' as const }
    const { tickets } = await replayThread([{ ...said, text: '电梯不动了', hasImage: false }], {
      triage: async () => ({ ...nothing, ...lift }),
    })

    expect(tickets).toHaveLength(1)
  })
})
