import { describe, expect, it } from 'vitest'
import { readCopiedText } from '../../../bot/replay/read-copied-text.ts'

const copiedAt = new Date('2025-11-20T12:00:00+08:00')

function read(content: string) {
  const { format, chats, unread, remarks } = readCopiedText(content, copiedAt)
  const messages = chats.flatMap((chat) => chat.messages)
  return {
    format,
    unread,
    remarks,
    said: messages.map(({ at, senderName, text }) => [at.toISOString(), senderName, text]),
    messages,
  }
}

describe('text copied from WeChat on a computer', () => {
  it('has a name with a time above each message, which may have several lines', () => {
    const { said, unread } = read(`13-2-702 老孟 2025/11/1 7:41:00
二单元电梯咋不动

豆豆妈 2025/11/1 19:43:07
我也在等
明天上午 8:00
`)

    expect(said).toEqual([
      ['2025-10-31T23:41:00.000Z', '13-2-702 老孟', '二单元电梯咋不动'],
      ['2025-11-01T11:43:07.000Z', '豆豆妈', '我也在等\n明天上午 8:00'],
    ])
    expect(unread).toEqual([])
  })

  it.each([
    ['昨天 7:41', '2025-11-18T23:41:00.000Z'],
    ['星期一 07:41', '2025-11-16T23:41:00.000Z'],
    ['11月1日 下午3:05', '2025-11-01T07:05:00.000Z'],
    ['12月30日 07:41', '2024-12-29T23:41:00.000Z'],
    ['2025年11月1日 07:41', '2025-10-31T23:41:00.000Z'],
  ])('reads the time %s', (time, iso) => {
    expect(read(`老孟 ${time}\n电梯不动`).said).toEqual([[iso, '老孟', '电梯不动']])
  })

  it('knows photos, and passes over what the program says itself', () => {
    const { messages } = read(`老孟 2025/11/1 7:41
[图片]
"老孟" 撤回了一条消息
豆豆妈 2025/11/1 7:43
看到了`)

    expect(messages).toMatchObject([
      { hasImage: true, text: '[图片]' },
      { hasImage: false, text: '看到了' },
    ])
  })
})

describe('a record sent by mail', () => {
  it('has dividers with dates, and a clock behind each name', () => {
    const { said } = read(`亲爱的某某，以下是“业主群”的聊天记录。

—————  2025-11-01  —————

夏至  23:59

有人闻到煤气味吗

20-1-1501  00:02

闻到了
—————  2025-11-03  —————
夏至  08:10

没味了`)

    expect(said).toEqual([
      ['2025-11-01T15:59:00.000Z', '夏至', '有人闻到煤气味吗'],
      ['2025-11-01T16:02:00.000Z', '20-1-1501', '闻到了'],
      ['2025-11-03T00:10:00.000Z', '夏至', '没味了'],
    ])
  })
})

describe('a forwarded record', () => {
  it('has a name before each message; an address on a line of its own is no date', () => {
    const { said, format } = read(`群聊的聊天记录
2025年11月3日 09:10
刘大爷: 楼道灯又坏了
楼长老魏：几号楼？
刘大爷: 地址在下面
10-1`)

    expect(format).toContain('姓名：内容')
    expect(said).toEqual([
      ['2025-11-03T01:10:00.000Z', '刘大爷', '楼道灯又坏了'],
      ['2025-11-03T01:11:00.000Z', '楼长老魏', '几号楼？'],
      ['2025-11-03T01:12:00.000Z', '刘大爷', '地址在下面\n10-1'],
    ])
  })

  it('says so where there are no times', () => {
    expect(read('张三：电梯坏了\n李四：我家也是').remarks).toEqual([expect.stringContaining('没有时间')])
  })
})

describe('text copied from DingTalk', () => {
  it('has names with a remark in brackets, and dates without a year', () => {
    const { messages } = read(`张三(物业) 11-01 07:41
各位业主，今天停水
李四(3-2-501) 11-01 07:50
我家一滴都没有`)

    expect(messages).toMatchObject([
      { senderName: '张三', text: '各位业主，今天停水' },
      { senderName: '李四', text: '我家一滴都没有' },
    ])
  })

  it('may have everything in one line', () => {
    expect(read('[2025-11-01 07:41:00] 张三：电梯坏了\n[2025-11-01 07:42:00] 李四：是的').said).toEqual([
      ['2025-10-31T23:41:00.000Z', '张三', '电梯坏了'],
      ['2025-10-31T23:42:00.000Z', '李四', '是的'],
    ])
  })
})

describe('what cannot be read', () => {
  it('is named with its line', () => {
    const { unread, said } = read('电梯坏了\n老孟 2025/11/1 7:41\n真的')

    expect(unread).toEqual([{ line: 1, text: '电梯坏了', why: '前面没有说话的人' }])
    expect(said).toHaveLength(1)
  })

  it('is everything where nobody can be told to speak', () => {
    expect(read('电梯坏了\n灯也坏了')).toMatchObject({ format: '认不出', unread: [{ line: 1 }, { line: 2 }] })
  })
})
