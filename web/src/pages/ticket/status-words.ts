import type { TicketStatus } from '../../../../domain/ticket-flow.ts'

type Tone = 'active' | 'asking' | 'over'

const words: Record<TicketStatus, { tone: Tone; text: string }> = {
  open: { tone: 'active', text: '已经登记，正在找人来办。' },
  assigned: { tone: 'active', text: '已经派下去了，等他们回话。' },
  accepted: { tone: 'active', text: '有人接手了，有变化小邻告诉您。' },
  waiting: { tone: 'active', text: '要等一等才能接着办，原因写在下面。' },
  forwarded: { tone: 'active', text: '转给了能办这件事的单位，小邻接着盯。' },
  resolved: { tone: 'asking', text: '他们说办好了。您看好了吗？' },
  declined: { tone: 'over', text: '这件事不归他们管，下面写着该找谁。' },
  closed: { tone: 'over', text: '这件事办完了，谢谢您。' },
  withdrawn: { tone: 'over', text: '您已经撤回。又出了问题，再跟小邻说一声就行。' },
}

function wordsFor(status: string): { tone: Tone; text: string } {
  return words[status as TicketStatus] ?? { tone: 'active', text: '' }
}

/** One plain sentence on what a status means for who reported. */
export function explain(status: string): string {
  return wordsFor(status).text
}

/** Whether others are at it, the reporter is asked, or it is over. */
export function toneOf(status: string): Tone {
  return wordsFor(status).tone
}
