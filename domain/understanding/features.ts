import type { Evidence } from './gather-evidence.ts'
import type { Hits } from './lexicon.ts'

/** Characters of one message whose sequences count; a longer message has said by then what it is about. */
const readCharacters = 600
const longestSequence = 3
const mostSenses = 200
const conclusionCount = 9
/** No text has more features than this. */
export const mostFeatures = (readCharacters + 2) * longestSequence + mostSenses + conclusionCount

/**
 * Writes the number of each feature of a text into `into` and returns how many they are; a feature may come twice.
 * Features are the sequences of one to three characters, all numbers being alike, and the senses, cues and conclusions
 * of the rules. The numbers are hashes of 32 bits: the same in training and in use.
 */
export function collectFeatures(evidence: Evidence, into: Uint32Array): number {
  let count = addSequences(evidence.normal, into)
  count = addSenses(evidence.hits, into, count)
  return addConclusions(evidence, into, count)
}

/** The characters of a text as they are read; used for one text after the other. */
const units = new Uint16Array(readCharacters + 2)
const [begin, end, digit, blank] = [1, 2, 0x30, 0x20]

function readUnits(normal: string): number {
  let length = 0
  units[length++] = begin
  let last = begin
  for (let at = 0; at < normal.length && length <= readCharacters; at++) {
    const unit = plain(normal.charCodeAt(at))
    // 12号楼 and 3号楼 are one to the classifier, and so are one and several blanks.
    if (unit === last && (unit === digit || unit === blank)) continue
    units[length++] = unit
    last = unit
  }
  units[length++] = end
  return length
}

function plain(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return digit
  return unit === 0x0a || unit === 0x09 ? blank : unit
}

function addSequences(normal: string, into: Uint32Array): number {
  const length = readUnits(normal)
  let count = 0
  for (let start = 0; start < length; start++) {
    let hash = seed
    const stop = Math.min(length, start + longestSequence)
    for (let at = start; at < stop; at++) {
      hash = mix(hash, units[at] ?? 0)
      into[count++] = hash
    }
  }
  return count
}

const layers = ['matter', 'grievance', 'intent', 'place', 'danger', 'excuse'] as const
/** Senses are shared objects of the word tables, so each is named and hashed once. */
const known = new Map<object, number>()

function addSenses(hits: Hits, into: Uint32Array, from: number): number {
  let count = from
  const most = from + mostSenses
  for (const layer of layers) {
    for (const { sense } of hits[layer]) {
      if (count === most) return count
      into[count++] = known.get(sense) ?? learnSense(sense)
    }
  }
  return count
}

function learnSense(sense: object): number {
  const hash = numberOf(Object.values(sense).join(':'))
  known.set(sense, hash)
  return hash
}

function addConclusions(evidence: Evidence, into: Uint32Array, from: number): number {
  const { normal, intent, strength, matter, hazard, urgency, context } = evidence
  const byIntent = mix(3, numberOf(intent))
  const byMatter = mix(4, numberOf(matter?.category ?? 'none'))
  let count = from
  into[count++] = mix(5, numberOf(context.role ?? 'resident'))
  into[count++] = mix(6, context.building ? 1 : 0)
  into[count++] = mix(7, 32 - Math.clz32(normal.length))
  into[count++] = byIntent
  into[count++] = mix(byIntent, Math.max(0, Math.min(8, Math.round(strength))))
  into[count++] = byMatter
  into[count++] = mix(byMatter, matter ? Math.min(4, Math.floor(matter.points / 3)) : 0)
  into[count++] = mix(8, numberOf(urgency))
  into[count++] = mix(9, numberOf(hazard ?? 'none'))
  return count
}

const seed = 0x811c9dc5

/** One step of a hash; the outcome is read as 32 bits without a sign. */
function mix(hash: number, unit: number): number {
  const mixed = Math.imul(hash ^ unit, 0x01000193)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

const numbers = new Map<string, number>()

function numberOf(name: string): number {
  const found = numbers.get(name)
  if (found !== undefined) return found
  let hash = mix(seed, 0)
  for (let at = 0; at < name.length; at++) hash = mix(hash, name.charCodeAt(at))
  numbers.set(name, hash)
  return hash
}
