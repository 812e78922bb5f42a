import { randomUUID } from 'node:crypto'

const people = [
  ['liyang', '李阳', 'resident'],
  ['wangmin', '王敏', 'resident'],
  ['zhaojun', '赵军', 'resident'],
  ['sunli', '孙丽', 'resident'],
  ['zhoujie', '周洁', 'unit_leader'],
  ['wanggong', '王工', 'property'],
  ['chenjingli', '陈经理', 'property_manager'],
  ['hexiaomei', '何小梅', 'district_staff'],
  ['yangshuji', '杨书记', 'district_secretary'],
].map(([id = '', name = '', role = '']) => ({ id, name, role }))
const bot = { id: 'xiaolin', name: '小邻', role: 'bot' }
const hour = 3_600_000
const statusNames: Record<string, string> = {
  assigned: '已派单',
  accepted: '已接单',
  resolved: '已办结，待确认',
  closed: '已结案',
  withdrawn: '已撤回',
}

interface MockTicket {
  id: string
  number: number
  summary: string
  status: string
  urgency: string
  by: string
  assignee: string | null
  openedAt: string
  answerBy: string
  timeline: { at: string; text: string }[]
  mine: { at: string; text: string; images: string[] }[]
}

/** A pretended bot that knows one story: a matter is reported, taken, dealt with, confirmed. */
export function createMockWorld(emit: (event: string, data: { seq?: number }) => void) {
  const messages: { seq: number; chatId: string; senderId: string; text: string; [more: string]: unknown }[] =
    []
  const tickets: MockTicket[] = []
  const deliveries: object[] = []
  const world = { offsetMs: 0 }
  const now = () => new Date(Date.now() + world.offsetMs).toISOString()
  const chats = [
    { id: 'g-jinxiu', kind: 'community', title: '锦绣家园业主群', members: [...people, bot] },
    { id: 'g-staff', kind: 'staff', title: '锦绣家园工作群', members: [...people.slice(5), bot] },
    ...people.map((one) => ({
      id: `dm-${one.id}`,
      kind: 'private',
      title: `${one.name}和小邻`,
      members: [one, bot],
    })),
  ]

  function write(chatId: string, senderId: string, text: string, more: object = {}): string {
    const message = { id: randomUUID(), seq: messages.length + 1, chatId, senderId, at: now(), text, ...more }
    messages.push(message)
    emit('message', message)
    return message.id
  }

  function deliver(personId: string, text: string, buttons: object[]): void {
    write(`dm-${personId}`, bot.id, text, { buttons })
    const recipient = people.find(({ id }) => id === personId)?.name
    const at = now()
    deliveries.unshift({
      id: randomUUID(),
      kind: 'notice',
      recipient: `${recipient}（私聊）`,
      chatId: `dm-${personId}`,
      text,
      status: 'sent',
      statusName: '已发出',
      priority: 'notice',
      queuedAt: at,
      notBefore: at,
      sentAt: at,
      proof: null,
    })
    emit('changed', { what: 'deliveries' } as object)
  }

  function button(label: string, action: string, ticket: MockTicket) {
    return { label, action: `${action}?ticket=${ticket.id}` }
  }

  function open(senderId: string, chatId: string, said: string, images: string[]): void {
    const isEmergency = /煤气|燃气|着火|被困/u.test(said)
    const number = 1001 + tickets.length
    const ticket: MockTicket = {
      id: randomUUID(),
      number,
      summary: said,
      status: 'assigned',
      urgency: isEmergency ? 'emergency' : 'normal',
      by: senderId,
      assignee: null,
      openedAt: now(),
      answerBy: new Date(Date.parse(now()) + 24 * hour).toISOString(),
      timeline: [{ at: now(), text: '已登记，派给物业' }],
      mine: [{ at: now(), text: said, images }],
    }
    tickets.unshift(ticket)
    const advice =
      '⚠️疑似燃气泄漏：①不碰开关、电梯、门铃；②开窗，走楼梯到室外；③到室外再拨燃气抢修0472-555-0110、119。请先打电话，不要等我回复。\n'
    write(
      chatId,
      bot.id,
      `${isEmergency ? advice : '收到，'}${said}，已登记（${number}）。最晚明天给您答复。`,
    )
    deliver('chenjingli', `【${number}】${said}。请先回个话。`, [
      button('接单', 'accept-ticket', ticket),
      button('已联系', 'contact-reporter', ticket),
      button('转派', 'reassign-ticket', ticket),
      button('需要协调', 'request-coordination', ticket),
    ])
    move(ticket, 'assigned')
  }

  function move(ticket: MockTicket, status: string, text?: string): void {
    ticket.status = status
    if (text) ticket.timeline.push({ at: now(), text })
    emit('changed', { what: 'tickets' } as object)
  }

  function act(action: string, ticket: MockTicket, who: string): string {
    const { number } = ticket
    if (action === 'accept-ticket') {
      ticket.assignee = people.find(({ id }) => id === who)?.name ?? null
      move(ticket, 'accepted', '物业接单')
      write(`dm-${ticket.by}`, bot.id, `${number}号，物业已接手，有变化我告诉您。`)
      return `${number}号归您了。修好后回“办结 ${number} 怎么处理的”。`
    }
    if (action === 'confirm-solved') move(ticket, 'closed', '住户确认好了')
    if (action === 'report-unsolved') move(ticket, 'assigned', '住户说还没好')
    if (action === 'withdraw-appeal') move(ticket, 'withdrawn', '已撤回')
    return (
      {
        'confirm-solved': `谢谢您告诉我。${number}号结案了。`,
        'report-unsolved': `好的，${number}号重新打开了。`,
        'urge-ticket': `${number}号催过了。`,
        'withdraw-appeal': `${number}号已撤回。`,
      }[action] ?? `${number}号记下了。`
    )
  }

  function say(posted: {
    chatId: string
    senderId: string
    text: string
    images?: string[]
    quote?: string
    forwarded?: object[]
  }): string {
    const { chatId, senderId, text, images = [], ...more } = posted
    const id = write(chatId, senderId, text, { ...more, images })
    const done = /^办结 (\d+) (.+)$/u.exec(text)
    const ticket = tickets.find(({ number }) => number === Number(done?.[1]))
    const isHeard = chatId.startsWith('dm-') || text.includes('@小邻')
    if (ticket) {
      move(ticket, 'resolved', `物业办结：${done?.[2]}`)
      write(chatId, bot.id, `${ticket.number}号已记办结，正在请住户确认。`)
      deliver(
        ticket.by,
        `您反映的${ticket.summary}（${ticket.number}），今天办结：${done?.[2]}。您看好了吗？进度和照片看这里 http://127.0.0.1:5173/l/fresh.${ticket.id}`,
        [button('好了', 'confirm-solved', ticket), button('还没好', 'report-unsolved', ticket)],
      )
    } else if (isHeard)
      setTimeout(
        () => open(senderId, chatId, text.replaceAll('@小邻', '').trim() || '转来的聊天记录', images),
        400,
      )
    return id
  }

  write('g-jinxiu', 'wangmin', '早上好，今天太阳真好')
  write('g-jinxiu', 'zhaojun', '快递柜又满了，晚点再去吧')
  return { chats, messages, tickets, deliveries, people, world, now, say, act, statusNames }
}
