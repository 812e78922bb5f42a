import { describe, expect, it } from 'vitest'
import { quotedTicket } from '../../domain/quoted-ticket.ts'

const id = 'f'.repeat(24)

describe('the ticket of a quoted message', () => {
  it.each([
    ['【1013】3号楼2单元电梯停运。请先回个话，最晚明天09:00。', '1013'],
    ['@李阳 收到，3号楼2单元电梯停运，已登记（1013）。最晚明天09:00前给您答复。', '1013'],
    ['1013号催过了，现在是已派单。', '1013'],
    ['您报过的事：\n1013 3号楼2单元电梯停运：已派单', '1013'],
    ['好的，1013号就记办好了。要是又坏了，回“没好 1013”。', '1013'],
    ['收到，已登记2件：\n1001 楼道灯\n1002 下水堵', null],
    ['5号楼3单元1201的物业费多少钱', null],
    ['301号房漏水，13号楼，0472-555-0101', null],
    ['急事请打物业0472-555-0101。', null],
    ['', null],
  ])('in “%s” is %s', (quote, ticket) => {
    expect(quotedTicket({ quote })).toBe(ticket)
  })

  it('is the one behind its buttons where the words name none or several', () => {
    expect(quotedTicket({ quote: '您看好了吗？', quotedTicket: id })).toBe(id)
    expect(quotedTicket({ quote: '【1013】好了', quotedTicket: id })).toBe('1013')
    expect(quotedTicket({})).toBeNull()
  })
})
