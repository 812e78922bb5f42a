import type { Delivery, DeliveryStatus } from '../../models/delivery.ts'

/** The Chinese name of each status of a delivery. */
export const deliveryName: Record<DeliveryStatus, string> = {
  queued: '待发',
  sending: '发送中',
  sent: '已发',
  failed: '发送失败',
  uncertain: '不知是否送到',
  cancelled: '不再需要',
  expired: '过期未发',
  unreachable: '无法送达',
}

/** The outbox's own reasons and the simulator's proofs; a real platform's are shown as they came. */
const reasonName: Record<string, string> = {
  'shown on the console': '模拟群聊里已显示',
  planted: '示例',
  'no private channel': '没有能私聊到此人的平台',
  'the sender died': '发送途中程序中断',
  'too late': '已过时效',
  'no longer true': '情况已变',
  'no longer true, perhaps said before': '情况已变，中断前可能已发出',
  'restored from a backup': '从备份恢复的，之后可能已发',
  'person erased': '收件人的资料已删除',
  'mode shadow': '小区在静默试运行',
  'mode listening': '小区设为只听不说',
  'group posts of this ticket used up': '这件事在群里已说够次数',
}

/** A delivery without its words. */
export function outline({
  _id,
  status,
  kind,
  priority,
  communityId,
  ticketId,
  proof,
  tries,
  ...times
}: Delivery) {
  const { queuedAt, notBefore, expiresAt, sentAt, platform } = times
  return {
    id: _id,
    status,
    kind,
    priority,
    communityId,
    ticketId,
    proof,
    tries,
    platform,
    queuedAt,
    notBefore,
    expiresAt,
    sentAt,
  }
}

/** Its proof, or why it did not go out, in words. */
export function reasonOf({ proof }: Delivery): string {
  return proof === null ? '-' : (reasonName[proof] ?? proof)
}
