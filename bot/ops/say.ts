import type { HeldRole } from '../../domain/access.ts'
import { roleName } from '../../domain/access.ts'
import { addHours, timeZone } from '../../domain/clocks.ts'
import type { ChatKind } from '../../models/chat.ts'

// Sweden writes dates as ISO does.
const stampFormat = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })

/** What a chat is for, in words. */
export const chatKindName: Record<ChatKind, string> = {
  community: '小区群',
  building: '楼栋群',
  staff: '工作群',
  private: '私聊',
  unbound: '未接入的群',
}

/** A time as operators read it, "2026-11-20 14:05" in China; a dash for none. */
export function stamp(at: Date | null | undefined): string {
  return at ? stampFormat.format(at) : '-'
}

/** How long ago something was, in the largest whole unit. */
export function sayAge(since: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000))
  if (seconds < 120) return `${seconds}秒`
  if (seconds < 7_200) return `${Math.floor(seconds / 60)}分钟`
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)}小时`
  return `${Math.floor(seconds / 86_400)}天`
}

/** The end of a date "YYYY-MM-DD" in China, null when there is no such date. */
export function endOfDate(text: string): Date | null {
  const start = new Date(`${text}T00:00:00+08:00`)
  const isReal = !Number.isNaN(start.getTime()) && stamp(start) === `${text} 00:00`
  return isReal ? addHours(start, 24) : null
}

/** Building and unit in words; empty when neither is known. */
export function sayPlace({ building, unit }: { building?: string | null; unit?: string | null }): string {
  return `${building ? `${building}号楼` : ''}${unit ? `${unit}单元` : ''}`
}

/** A role with where it holds and until when. */
export function sayRole({ role, scope, until }: Omit<HeldRole, 'from'>): string {
  const where = [scope.placeId, sayPlace(scope)].filter(Boolean).join(' ')
  return `${roleName[role]}@${where}${until ? `，${sayEnd(until)}` : ''}`
}

/** A term that ends at midnight holds through the day before. */
function sayEnd(until: Date): string {
  const [, clock] = stamp(until).split(' ')
  return clock === '00:00' ? `到${stamp(addHours(until, -1)).slice(0, 10)}（含当天）` : `到${stamp(until)}`
}

/** Text for a terminal: nothing that a resident wrote can move the cursor or colour the screen. */
export function harmless(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
}
