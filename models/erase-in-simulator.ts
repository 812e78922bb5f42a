import type { EraseStep } from './erase-step.ts'
import { changeAll, erasedText, removeAll, stored } from './erase-step.ts'
import type { Told } from './erase-told.ts'
import type { Traces } from './person-traces.ts'
import { erasedPlatform } from './person-traces.ts'

/** The simulator shows what a platform would; there, too, nothing of the person is left. */
export async function eraseInSimulator(
  { person, rows }: Traces,
  { deliveries, rows: answering }: Told,
): Promise<EraseStep[]> {
  const ids = person.identities.flatMap(({ platform, externalId }) =>
    platform === 'console' ? [externalId] : [],
  )
  const clicks = await stored('inbound').distinct('key', answering)
  const answered = [...clicks, ...rows.map(({ key }) => key)].map((key) => `answer:${lastPart(String(key))}`)
  const keys = [...(await stored('deliveries').distinct('key', { $or: deliveries })), ...answered]
  const alone = { kind: 'private', 'members.id': { $in: ids }, 'members.1': { $exists: false } }
  const chatIds = await stored('consoleChats').distinct('_id', alone)
  const without = { content: { text: erasedText }, images: [], quote: null }
  const told = { key: { $in: keys }, 'content.text': { $ne: erasedText } }
  return [
    removeAll('consoleMessages', { chatId: { $in: chatIds } }),
    removeAll('consoleChats', alone),
    changeAll(
      'consoleMessages',
      { senderId: { $in: ids } },
      { $set: { ...without, senderId: erasedPlatform } },
    ),
    changeAll('consoleMessages', told, { $set: without }),
    changeAll('consoleChats', { 'members.id': { $in: ids } }, { $pull: { members: { id: { $in: ids } } } }),
  ]
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1)
}
