import type { Delivery, DeliveryStatus } from '../../models/delivery.ts'
import { contentStillTrue } from '../../models/still-true.ts'
import { deliveryName, outline, reasonOf } from './delivery-words.ts'
import type { RecipientName } from './recipients.ts'
import { sayAge, stamp } from './say.ts'

/** One entry of the 人工发送清单. */
export interface ToDo extends ReturnType<typeof outline> {
  to: RecipientName
  since: Date
  reason: string
  /** Ready to send or print. */
  text: string
  /** Whether there is still a point in saying it. */
  isStillTrue: boolean
}

/** Makes the entry for a delivery that did not get through. */
export async function toDo(delivery: Delivery, to: RecipientName, now: Date): Promise<ToDo> {
  const isInTime = delivery.expiresAt === null || delivery.expiresAt > now
  return {
    ...outline(delivery),
    to,
    since: delivery.queuedAt,
    reason: reasonOf(delivery),
    text: readyText(delivery),
    isStillTrue: isInTime && (await contentStillTrue(delivery)) !== null,
  }
}

/** The message as a person can send it: fields as lines, buttons as the words that do the same. */
function readyText({ content: { text, fields = [], buttons = [] } }: Delivery): string {
  const lines = fields.map(({ label, value }) => `${label}：${value}`)
  const answers = buttons.map(({ command }) => `“${command}”`).join('')
  return [text, ...lines, ...(answers ? [`（可以回 ${answers}）`] : [])].join('\n')
}

const advice: Partial<Record<DeliveryStatus, string>> = {
  unreachable: '请打印、打电话或当面告知',
  uncertain: '可能已经送到，先问一声再决定',
  failed: '请排除原因后 retry，或人工告知',
}

/** The list as an operator works it off. */
export function sayList(items: readonly ToDo[], limit: number, now: Date): string {
  const blocks = items.map((item, i) =>
    [
      `${i + 1}. 给 ${item.to.text}　${deliveryName[item.status]}：${item.reason}`,
      `   自 ${stamp(item.since)} 起，已 ${sayAge(item.since, now)}。${adviceFor(item)}`,
      ...item.text.split('\n').map((line) => `   | ${line}`),
      `   送到后：deliveries done ${item.id} --proof "当面告知"　再发：deliveries retry ${item.id}`,
    ].join('\n'),
  )
  const more = items.length === limit ? `\n\n只列了前 ${limit} 条，多列用 --limit。` : ''
  return `人工发送清单：${items.length} 条\n\n${blocks.join('\n\n')}${more}`
}

function adviceFor(item: ToDo): string {
  return item.isStillTrue ? `${advice[item.status] ?? ''}。` : '情况已变或已过时效，可以不发。'
}
