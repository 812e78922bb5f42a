import { z } from 'zod'
import { startOfDay } from '../../domain/clocks.ts'
import { noteOnPerson } from '../../models/person.ts'
import { holdingsOf } from '../../models/person-holdings.ts'
import { tracesOf } from '../../models/person-traces.ts'
import { defineCommand } from './command.ts'
import { OpsError } from './ops-error.ts'
import { identity } from './people.ts'

export const peopleExport = defineCommand({
  name: 'people export',
  help: '导出数据库里关于一个人的全部内容（JSON）',
  example: 'people export --platform wecom --id liyang',
  input: z.object(identity),
  async run({ platform, id }, { now }) {
    const traces = await tracesOf({ platform, externalId: id })
    if (!traces) throw new OpsError('unknown_person', `不认识 ${platform}:${id}，见 people list。`)
    // Noted before it is handed over, once a day.
    const seen = { id: `seen:ops:${startOfDay(now).toISOString()}`, kind: 'seen' as const }
    await noteOnPerson(traces.person._id, { ...seen, at: now, by: null, role: 'admin' })
    const data = await holdingsOf(traces)
    return { data, text: JSON.stringify(data, null, 2) }
  },
})
