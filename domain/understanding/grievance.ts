import { grievancePoints } from './category-words.ts'
import type { Reading } from './decide-intent.ts'
import { cuePoints, type GrievanceCue } from './grievance-words.ts'

/** Says how much a text sounds like something is wrong and should be put right; about 2.4 is the line. */
export function grievanceOf({ normal, hits, hasAddress, matter }: Reading): number {
  let points = hasAddress ? 0.9 : 0
  points += matterPoints(hits.matter)
  const times = new Map<GrievanceCue, number>()
  for (const hit of hits.grievance) times.set(hit.sense.cue, (times.get(hit.sense.cue) ?? 0) + 1)
  for (const [cue, count] of times) points += cuePoints[cue] * (1 + Math.min(count - 1, 2) / 3)
  if (/!!|[?？]{2,}/u.test(normal)) points += 0.6
  if (matter && matter.points >= 8) points += 0.5
  return points
}

function matterPoints(matters: Reading['hits']['matter']): number {
  const best = new Map<string, number>()
  for (const { sense } of matters) best.set(sense.strength, (best.get(sense.strength) ?? 0) + 1)
  let points = 0
  for (const [strength, count] of best) {
    const value = grievancePoints[strength as keyof typeof grievancePoints]
    points += value * (1 + Math.min(count - 1, 2) / 4)
  }
  return points
}
