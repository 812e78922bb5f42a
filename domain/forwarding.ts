import type { Phones } from './phones.ts'
import type { Responsible } from './responsible.ts'
import { phoneIn, readResponsible } from './responsible.ts'

/** To whom a matter goes, and what was said with it, as far as it was said. */
export interface Forwarding {
  to: Responsible | null
  note: string
}

/** Reads 供热公司 0472-5550150 换热站的问题, or the number of a line in the list that was offered. */
export function readForwarding(
  words: string,
  { likely, phones }: { likely: readonly Responsible[]; phones: Phones },
): Forwarding {
  const chosen = /^\d$/u.test(words) ? likely[Number(words) - 1] : undefined
  if (chosen) return { to: chosen, note: '' }
  const phone = phoneIn(words)
  const [name = '', ...rest] = words
    .replace(phone ?? '', ' ')
    .split(/[\s，,：:。；;]+/u)
    .filter((part) => part !== '' && part !== '电话')
  return { to: readResponsible(`${name} ${phone ?? ''}`, phones), note: rest.join(' ') }
}

/** How a matter came back from outside. */
export type ReplyOutcome = 'done' | 'back'

const done =
  /^(?:说?已经?|都|现在)?(?:办好|办完|办结|修好|修复|修完|恢复|解决|处理(?:好|完|了|(?=[，,。；;\s]|$))|通了|好了|来(?:水|电|气|暖)了)/u
const back =
  /^(?:说?不(?:办|管|受理|归|是|属)|没(?:办|修|解决|处理)|办不了|修不了|退回|拿回来|要(?:我们|物业)自己)/u

/** What a reply says of the matter; null where it says neither that it is done nor that it is not theirs. */
export function readOutcome(words: string): ReplyOutcome | null {
  if (back.test(words)) return 'back'
  return done.test(words) ? 'done' : null
}

/** When the answer from outside is due and when it is asked for next. */
interface Chased {
  at: Date
  dueAt: Date
  remindAt: Date
}

/** What a reminder of an answer from outside is, and when the next one comes; what was missed meanwhile is left out. */
export function chaseStep({ at, dueAt, remindAt }: Chased, now: Date): { isAgain: boolean; nextAt: Date } {
  const interval = dueAt.getTime() - at.getTime()
  const missed = Math.floor((now.getTime() - remindAt.getTime()) / interval)
  return { isAgain: remindAt > dueAt, nextAt: new Date(remindAt.getTime() + (missed + 1) * interval) }
}
