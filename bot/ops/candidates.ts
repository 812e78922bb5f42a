import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { z } from 'zod'
import { withoutPersons } from '../../domain/wording.ts'
import type { Candidate } from '../../models/candidate.ts'
import { decidedCandidates } from '../../models/candidate.ts'
import { defineCommand } from './command.ts'

const exportDecided = defineCommand({
  name: 'candidates export',
  help: '导出社区判过的“待确认”，每行一条，可作训练数据',
  example: 'candidates export --out decided.jsonl --community jinxiu',
  input: z.object({ out: z.string().min(1), community: z.string().optional() }),
  async run({ out, community }) {
    const file = createWriteStream(out, { flags: 'wx' })
    let count = 0
    for await (const candidate of decidedCandidates(community)) {
      file.write(`${JSON.stringify(rowOf(candidate))}\n`)
      count += 1
    }
    file.end()
    await finished(file)
    return {
      data: { rows: count, file: out },
      text: `导出 ${count} 条到 ${out}。电话和房号已略去，别的内容请自己看过再交给别人。`,
    }
  },
})

/** A row in the shape of the labelled messages; phones and rooms are left out. */
function rowOf({ _id, text, status, category, triage }: Candidate) {
  const isComplaint = status === 'right'
  const { urgency, building, unit, place } = triage
  return {
    id: _id,
    text: withoutPersons(text),
    is_complaint: isComplaint,
    intent: isComplaint ? 'complaint' : 'chatter',
    category: isComplaint ? category : null,
    urgency: isComplaint ? urgency : 'normal',
    building,
    unit,
    room: null,
    place,
  }
}

/** Candidates: what people have taught. */
export const candidates = [exportDecided]
