import type { TicketStatus } from '../../../../domain/ticket-flow.ts'

type Tone = 'active' | 'asking' | 'over'

interface StatusWords {
  tone: Tone
  /** For who reported it. */
  reporter: string
  /** For who only handles it. */
  handler: string
}

const words: Record<TicketStatus, StatusWords> = {
  open: { tone: 'active', reporter: '已经登记，正在找人来办。', handler: '还没有派给谁。' },
  assigned: { tone: 'active', reporter: '已经派下去了，等他们回话。', handler: '已派下来，等人接单。' },
  accepted: { tone: 'active', reporter: '有人接手了，有变化小邻告诉您。', handler: '有人接手，正在办。' },
  waiting: {
    tone: 'active',
    reporter: '要等一等才能接着办，原因写在下面。',
    handler: '要等一等才能接着办，原因写在下面。',
  },
  forwarded: {
    tone: 'active',
    reporter: '转给了能办这件事的单位，小邻接着盯着。',
    handler: '已转给能办这件事的单位。',
  },
  resolved: { tone: 'asking', reporter: '他们说办好了。您看好了吗？', handler: '已说办好，等住户确认。' },
  declined: {
    tone: 'over',
    reporter: '这件事不归他们管，下面写着该找谁。',
    handler: '不属受理，已告诉住户该找谁。',
  },
  closed: { tone: 'over', reporter: '这件事办完了，谢谢您。', handler: '这件事办完了。' },
  withdrawn: {
    tone: 'over',
    reporter: '您已经撤回。又出了问题，再跟小邻说一声就行。',
    handler: '报的住户已经撤回。',
  },
}

const unknown: StatusWords = { tone: 'active', reporter: '', handler: '' }

function wordsFor(status: string): StatusWords {
  return words[status as TicketStatus] ?? unknown
}

/** One plain sentence on what a status means for who reported, or for who handles it. */
export function explain(
  { status, isDeclined }: { status: string; isDeclined?: boolean },
  isForReporter: boolean,
): string {
  // Closed because nobody said more, it is still somebody else's.
  const { reporter, handler } = wordsFor(isDeclined ? 'declined' : status)
  return isForReporter ? reporter : handler
}

/** Whether others are at it, the reporter is asked, or it is over. */
export function toneOf(status: string): Tone {
  return wordsFor(status).tone
}
