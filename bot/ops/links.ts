import { z } from 'zod'
import { revokeLinks } from '../../models/link.ts'
import { findByIdentity } from '../../models/person.ts'
import { endSessions } from '../../models/session.ts'
import { defineCommand } from './command.ts'
import { OpsError } from './ops-error.ts'
import { identity } from './people.ts'

const revoke = defineCommand({
  name: 'links revoke',
  help: '作废一个人的网页链接，并让已打开的设备退出',
  example: 'links revoke --platform wecom --id wanggong',
  input: z.object(identity),
  async run({ platform, id }, { now }) {
    const person = await findByIdentity({ platform, externalId: id })
    if (!person) throw new OpsError('unknown_person', `不认识 ${platform}:${id}，见 people list。`)
    // Links first: one that was opened after the sessions ended would begin another.
    const links = await revokeLinks(person._id, now)
    const sessions = await endSessions(person._id)
    const text = `${person.name}（${platform}:${id}）：作废 ${links} 个链接，退出 ${sessions} 台设备。本人可在聊天里再要新的链接。`
    return { data: { platform, externalId: id, links, sessions }, text }
  },
})

/** Links: what opens the pages for a person, and how to shut them. */
export const links = [revoke]
