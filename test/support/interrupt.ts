import { createDispatch } from '../../bot/dispatch.ts'
import { handlers } from '../../handlers/index.ts'
import { acceptInbound, findInbound } from '../../models/inbound.ts'
import { submit } from '../../models/outgoing.ts'
import { failWrites } from './fail-writes.ts'

/** A command somebody gives, in the private chat. */
export interface Command {
  who: string
  text: string
  at: Date
}

const dispatch = createDispatch(handlers, {
  secrets: ['a-secret-of-these-tests-and-nothing-else'],
  publicUrl: () => null,
})
const mostWrites = 40
let said = 0

async function accept({ who, text, at }: Command): Promise<string> {
  said += 1
  const { id } = await acceptInbound(
    {
      key: `interrupt:${said}`,
      kind: 'message',
      chat: { platform: 'console', externalId: `dm-${who}`, isGroup: false },
      sender: { externalId: who, name: who },
      text,
      isAddressed: true,
      images: [],
    },
    'community:jinxiu',
    at,
  )
  return id
}

/** Applies a row as the inbox does; returns the answer. */
async function run(id: string, at: Date): Promise<string> {
  const row = await findInbound(id)
  if (!row) throw new Error('the row is gone')
  const { reply, notices, community } = await dispatch(row, at)
  await submit(notices, { cause: id, community, at })
  return reply?.text ?? ''
}

/**
 * Gives a command again and again, each time to a process that dies one write later than the last, and runs the row to its
 * end afterwards, twice. `make` prepares what the command is about; `check` looks at what came of it.
 */
export async function atEveryWrite(
  make: () => Promise<Command>,
  check: (answer: string, cause: string) => Promise<void>,
): Promise<void> {
  for (let after = 0; after <= mostWrites; after++) {
    const command = await make()
    const id = await accept(command)
    const isWhole = await failWrites(after, () => run(id, command.at))
    const answer = await run(id, command.at)
    await run(id, command.at)
    await check(answer, id)
    if (isWhole) return
  }
  throw new Error(`not done after ${mostWrites} writes`)
}
