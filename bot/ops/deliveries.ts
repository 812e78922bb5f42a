import { z } from 'zod'
import {
  deliverByHand,
  deliveriesForPeople,
  deliveryStatuses,
  findDelivery,
  listDeliveries,
  retryDelivery,
} from '../../models/delivery.ts'
import { limitOf } from './arguments.ts'
import { defineCommand } from './command.ts'
import { deliveryName, outline, reasonOf } from './delivery-words.ts'
import { OpsError } from './ops-error.ts'
import { nameRecipients } from './recipients.ts'
import { stamp } from './say.ts'
import { table } from './table.ts'
import { sayList, toDo } from './to-do-list.ts'

const list = defineCommand({
  name: 'deliveries list',
  help: '列出发送记录（不含内容），新的在前',
  example: 'deliveries list --status failed',
  input: z.object({
    status: z
      .enum(deliveryStatuses)
      .optional()
      .describe(deliveryStatuses.map((status) => `${status} ${deliveryName[status]}`).join('、')),
    limit: limitOf(50),
  }),
  async run({ status, limit }) {
    const found = await listDeliveries({ limit, ...(status ? { status } : {}) })
    const nameOf = await nameRecipients(found)
    const deliveries = found.map((delivery) => ({ ...outline(delivery), to: nameOf(delivery) }))
    const rows = found.map((delivery) => [
      delivery._id,
      deliveryName[delivery.status],
      delivery.kind,
      nameOf(delivery).text,
      stamp(delivery.queuedAt),
      stamp(delivery.sentAt),
      reasonOf(delivery),
    ])
    const head = ['ID', '状态', '种类', '给谁', '排队', '发出', '凭据或原因']
    return { data: { deliveries }, text: rows.length > 0 ? table(head, rows) : '没有这样的发送记录。' }
  },
})

const todo = defineCommand({
  name: 'deliveries todo',
  help: '人工发送清单：要由人送达或决定的',
  example: 'deliveries todo',
  input: z.object({ limit: limitOf(100) }),
  async run({ limit }, { now }) {
    const found = await deliveriesForPeople(limit)
    const nameOf = await nameRecipients(found)
    const items = await Promise.all(found.map((delivery) => toDo(delivery, nameOf(delivery), now)))
    const text = items.length > 0 ? sayList(items, limit, now) : '人工发送清单是空的，没有要做的。'
    return { data: { todo: items }, text }
  },
})

const DeliveryId = z
  .string()
  .regex(/^[0-9a-f]{24}$/u, '应为 24 位 ID，见 deliveries list')
  .describe('发送记录的 ID，见 deliveries list')

const retry = defineCommand({
  name: 'deliveries retry',
  help: '再发一次失败、不确定或无法送达的',
  example: 'deliveries retry 665f1c2ab0e4d90012345678',
  positionals: ['id'],
  input: z.object({ id: DeliveryId }),
  async run({ id }, { now }) {
    if (!(await retryDelivery(id, now))) throw await notOpen(id)
    return { data: { id, status: 'queued' }, text: `${id} 已重新排队，机器人运行时几秒内发出。` }
  },
})

const done = defineCommand({
  name: 'deliveries done',
  help: '记下已由人送达',
  example: 'deliveries done 665f1c2ab0e4d90012345678 --proof "当面告知"',
  positionals: ['id'],
  input: z.object({
    id: DeliveryId,
    proof: z
      .string()
      .trim()
      .min(1, '要写怎么送达的')
      .max(200)
      .describe('怎么送达的，例如 "当面告知" "电话" "张贴"'),
  }),
  async run({ id, proof }, { now }) {
    if (!(await deliverByHand(id, proof, now))) throw await notOpen(id)
    return { data: { id, status: 'sent', proof, sentAt: now }, text: `${id} 已记为人工送达：${proof}。` }
  },
})

async function notOpen(id: string): Promise<OpsError> {
  const delivery = await findDelivery(id)
  if (!delivery) return new OpsError('delivery_not_found', `没有发送记录 ${id}，见 deliveries list。`)
  const state = deliveryName[delivery.status]
  return new OpsError(
    'delivery_not_open',
    `${id} 现在是“${state}”，只有发送失败、不知是否送到、无法送达的才能这样处理。`,
  )
}

/** Deliveries: what went out, and what a person has to see to. */
export const deliveries = [list, todo, retry, done]
