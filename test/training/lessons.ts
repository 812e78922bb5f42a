import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Triage, TriageContext } from '../../domain/triage.ts'
import { categories, intents, urgencies } from '../../domain/triage.ts'
import type { Lesson } from './learn.ts'

const fixtures = join(import.meta.dirname, '../fixtures')

/** A labelled message as the fixtures keep it; what is left out is null, "normal" or false. */
const Row = z.object({
  id: z.string(),
  text: z.string(),
  sender_role: z
    .enum(['resident', 'unit_leader', 'property', 'committee', 'district_staff'])
    .catch('resident'),
  group: z.object({ building: z.string().optional() }).default({}),
  intent: z.enum(intents),
  category: z.enum(categories).nullish(),
  category_alt: z.array(z.enum(categories).nullable()).default([]),
  urgency: z.enum(urgencies).default('normal'),
  urgency_alt: z.array(z.enum(urgencies)).default([]),
})
type Row = z.infer<typeof Row>

/** A labelled message with what the parser may know of it. */
export type Example = Lesson & { id: string }

const grievances: readonly Triage['intent'][] = ['complaint', 'urge', 'dissatisfied']

/** Reads labelled messages, one JSON object a line. */
export function readExamples(file: string): Example[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => exampleOf(Row.parse(JSON.parse(line))))
}

function exampleOf(row: Row): Example {
  const isGrievance = grievances.includes(row.intent)
  const context: TriageContext = { role: row.sender_role }
  if (row.group.building) context.building = row.group.building
  const named = [row.category, ...row.category_alt].flatMap((category) => category ?? [])
  return {
    id: row.id,
    text: row.text,
    context,
    intent: row.intent,
    categories: isGrievance ? named : [],
    urgencies: isGrievance ? [row.urgency, ...row.urgency_alt] : ['normal'],
  }
}

/** All messages the classifier learns from. */
export function readLessons(): Example[] {
  const folder = join(fixtures, 'training')
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  return [join(fixtures, 'messages.jsonl'), ...files.sort().map((name) => join(folder, name))].flatMap(
    readExamples,
  )
}
