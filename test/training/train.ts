import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClassifier } from '../../domain/understanding/classifier.ts'
import { learn } from './learn.ts'
import { readExamples, readLessons } from './lessons.ts'
import { measure, sayShares } from './measure.ts'

const folds = 5
const file = join(import.meta.dirname, '../../domain/understanding/classifier-weights.ts')

/** Trains the classifier on all lessons and writes its weights; first says what it makes of lessons it has not seen. */
function train(): void {
  const lessons = readLessons()
  const judges = Array.from({ length: folds }, (_, fold) =>
    createClassifier(learn(lessons.filter((_, i) => i % folds !== fold))),
  )
  const foldOf = new Map(
    lessons.map((lesson, i) => [lesson.id, judges[i % folds] as (typeof judges)[number]]),
  )
  const crossed = measure(lessons, ({ id }) => foldOf.get(id) as (typeof judges)[number])
  console.log(sayShares(`cross-validated ${lessons.length}`, crossed))
  const weights = learn(lessons)
  const source = `import type { Weights } from './classifier.ts'

/** Written by \`npm run train\` from test/fixtures/training; not for editing. */
export const classifierWeights: Weights = {
  features: '${weights.features}',
  rows: '${weights.rows}',
  steps: ${JSON.stringify(weights.steps)},
}
`
  writeFileSync(file, source)
  console.log(`${Math.round(source.length / 1024)} kB`)
  const judge = createClassifier(weights)
  for (const fresh of process.argv.slice(2))
    console.log(
      sayShares(
        fresh,
        measure(readExamples(fresh), () => judge),
      ),
    )
}

train()
