import type { Incident, PlaceInput, Placement } from '../place-message.ts'
import { categoryTable, isOneOfAKind, isSameMatter } from '../policy/categories.ts'
import { isActive } from '../ticket-flow.ts'
import type { Intent } from '../triage.ts'
import { isDanger, isUnsure } from '../triage.ts'
import { readAddress } from '../understanding/address.ts'
import { detectHazard } from '../understanding/hazard.ts'
import { normaliseText } from '../understanding/normalise-text.ts'
import { agreementIn } from './agreement.ts'
import { isAllClear } from './all-clear.ts'
import { isApology, isAsking, isDenial, isVote } from './bystander.ts'
import { isComingBack, isComingBackUnnamed, isGoingOn, isStillSo } from './coming-back.ts'
import { isDeed } from './deed.ts'
import {
  byLastHere,
  isElsewhere,
  isNeighbour,
  isSamePlace,
  lastSpokenOf,
  liveIncidents,
  mostLikely,
  placesDiffer,
} from './live-incidents.ts'
import { sharedWords } from './shared-words.ts'
import { isTakenBack } from './taking-back.ts'
import { isCourtesy, isIdle, isSmallTalk, namesOther, touches } from './touching.ts'

/** Purposes that have nothing to do with what neighbours talk of. */
const apart: readonly Intent[] = ['notice', 'command', 'fee_question', 'meeting_question']
/** Purposes that say by themselves what they do to the speaker's own matter. */
const ownWords: readonly Intent[] = ['urge', 'dissatisfied', 'satisfied', 'withdraw']
/** Purposes that press on with what is open. */
const pressing: readonly Intent[] = ['urge', 'dissatisfied']
/** A next thing, begun so that nobody takes it for the last one. */
const nextThing = /^(?:另外|此外|还有(?!人|一[个家户])|顺便|对了|再(?:问|说|报|反映)|还想)/u
/** 就在18号楼南边: where it is that was just spoken of. */
const tellingWhere = /^(?:就在|就是|是在|在|位置|地址|地方)/u
const leadingUnit = /^\d+单元[的,，。!\s]/u
/** A remark in passing is short. */
const longestRemark = 25
/** Surer than this, a new kind of matter in a new place is a matter of its own. */
const quiteSure = 0.7

/** What words do that mean something only after what was said before: +1, 挪了, 好像是1601的; null when they stand by themselves. */
export function placeFollowUp(input: PlaceInput): Placement | null {
  const { triage, text } = input.words
  if (isDanger(triage)) return sameDanger(input)
  if (apart.includes(triage.intent) && !isUnsure(triage)) return null
  const over = takeBack(input) ?? clear(input)
  if (over) return over
  const denied = denyDone(input)
  if (denied) return denied
  if (standsAlone(input)) return null
  if (isVote(text) || answersForIt(input)) return { kind: 'ignore' }
  return comeBack(input) ?? goOn(input) ?? agree(input) ?? addTo(input) ?? takeUpAgain(input)
}

/**
 * While a danger is talked of, words of danger that name no place and no other danger are about that one. Any other
 * danger stands alone: somebody has to be called.
 */
function sameDanger(input: PlaceInput): Placement | null {
  const { text } = input.words
  const last = lastSpokenOf(input)
  // 快来人, and then where and what: the second breath of one cry.
  if (last?.building === null && last.place === null && last.isUnsure) return touch(last)
  if (namesAddress(text)) return null
  const live = liveIncidents(input, input.windows.fragment)
  // 不是下雨，是管子崩了 sets right what was just said.
  if (isGoingOn(text)) return touch(mostLikely(live, input))
  const told = detectHazard(text)
  // Who bleeds beside the open manhole is part of that danger.
  if (told !== null && told !== 'person_in_danger') return null
  return touch(
    mostLikely(
      live.filter(({ urgency }) => urgency === 'emergency'),
      input,
    ),
  )
}

function touch(meant: Incident | undefined): Placement | null {
  return meant ? { kind: meant.isOwn ? 'amend' : 'join', ticketId: meant.ticketId } : null
}

function namesAddress(text: string): boolean {
  const { building, unit } = readAddress(normaliseText(text), {})
  return building !== null || unit !== null
}

// A sure matter with a place of its own is no continuation.
function standsAlone(input: PlaceInput): boolean {
  const { triage, text } = input.words
  if (!triage.isComplaint || triage.category === null || isUnsure(triage)) return false
  const last = lastSpokenOf(input)
  // The second breath says clearly, or where it is, what the first only cried out.
  if (last?.building === null && (last.isUnsure || tellingWhere.test(text.trim()))) return false
  if (namesAddress(text)) return !saysWhichUnit(input)
  const { place } = triage
  if (place === null || !isOneOfAKind(place) || isDeed(text)) return false
  return !isSamePlace(place, last?.place ?? null)
}

/** 1单元，我家墙都裂了 answers 哪个单元 for what is talked of in the speaker's building. */
function saysWhichUnit(input: PlaceInput): boolean {
  return liveIncidents(input, input.windows.fragment).some((incident) => isUnitOf(incident, input.words))
}

function isUnitOf({ building, unit }: Incident, { text, home }: PlaceInput['words']): boolean {
  return (
    leadingUnit.test(normaliseText(text)) && unit === null && building !== null && home?.building === building
  )
}

function takeBack(input: PlaceInput): Placement | null {
  if (!isTakenBack(input.words.text)) return null
  const mine = input.incidents.filter((one) => one.isOwn && isActive(one.status)).sort(byLastHere)[0]
  return mine ? { kind: 'withdraw', ticketId: mine.ticketId } : null
}

/** It is over: for a reporter that confirms, from anybody else it is a proposal. */
function clear(input: PlaceInput): Placement | null {
  const { words, windows, incidents } = input
  const { triage, text } = words
  const isOver = (incident: Incident) =>
    isAllClear(text, incident.category) && !isOtherMatter(incident, input)
  const mine = incidents.filter((one) => one.isOwn && (isActive(one.status) || one.status === 'resolved'))
  if (triage.intent === 'withdraw' && mine.length > 0) return null
  const own = mine.filter(isOver).sort(byLastHere)[0]
  if (own) return { kind: own.status === 'resolved' ? 'confirm' : 'resolve', ticketId: own.ticketId }
  const shared = liveIncidents(input, windows.conversation).filter(isOver)
  // The car in the way may be moved by somebody from another building.
  const meant = isDenial(text) ? undefined : mostLikely(shared, { ...input, words: { ...words, home: null } })
  return meant ? { kind: 'settle', ticketId: meant.ticketId } : null
}

/** 修的哪门子灯: what 物业 has just called done in this chat is not. */
function denyDone({ incidents, words, windows }: PlaceInput): Placement | null {
  if (!isStillSo(words.text)) return null
  const done = incidents.filter(({ status, lastHereAt }) => {
    const isHere = lastHereAt !== null && words.at.getTime() - lastHereAt.getTime() <= windows.join
    return status === 'resolved' && isHere
  })
  const about = done.filter(
    (one) => touches(words.text, one.category) || sharedWords(words.text, one.said ?? '') > 0,
  )
  const meant = mostLikely(about, { incidents, words, windows, recent: [] })
  return meant ? { kind: 'reopen', ticketId: meant.ticketId } : null
}

function isOtherMatter({ category }: Incident, { words }: PlaceInput): boolean {
  const { triage } = words
  if (!triage.isComplaint || triage.category === null || isUnsure(triage)) return false
  return ![triage.category, ...(triage.likely ?? [])].some((one) => isSameMatter(one, category))
}

/** Whoever caused it says sorry: that is no report of theirs. */
function answersForIt(input: PlaceInput): boolean {
  const { text, triage } = input.words
  if (!isApology(text)) return false
  const live = liveIncidents(input, input.windows.conversation).filter(({ isOwn }) => !isOwn)
  return live.some((incident) => !isOtherMatter(incident, input)) || (live.length > 0 && !triage.isComplaint)
}

/** 又堵了: the speaker's own matter, over or not, is here again. */
function comeBack(input: PlaceInput): Placement | null {
  const { words, windows, incidents } = input
  const { triage, text } = words
  if (!isComingBack(text)) return null
  const isUnnamed = isComingBackUnnamed(text)
  if (!triage.isComplaint && !isUnsure(triage) && !isUnnamed) return null
  const mine = incidents
    .filter((one) => one.isOwn && !isElsewhere(one, { ...words, home: null }))
    .filter(({ lastReportAt }) => words.at.getTime() - lastReportAt.getTime() <= windows.reopen)
    .sort(byLastHere)
  const isVague = isUnnamed || triage.category === null || isUnsure(triage)
  const meant =
    mine.find((one) => triage.category && isSameMatter(triage.category, one.category)) ??
    (isVague ? mine[0] : undefined)
  if (!meant) return null
  return { kind: isActive(meant.status) ? 'amend' : 'reopen', ticketId: meant.ticketId }
}

/** The speaker's own next words. */
function goOn(input: PlaceInput): Placement | null {
  const { triage, text } = input.words
  const last = lastSpokenOf(input) ?? lateLastOf(input)
  if (!last || isIdle(text) || isCourtesy(text)) return null
  if (pressing.includes(triage.intent)) return pressOn(last, text)
  const isOwnWord = ownWords.includes(triage.intent) && !isUnsure(triage)
  if (isOwnWord || (triage.isComplaint && isNextMatter(last, input))) return null
  return { kind: 'amend', ticketId: last.ticketId }
}

/** 不满意，没修好 is about what was repaired, whatever else it may sound like. */
function pressOn({ ticketId }: Incident, text: string): Placement | null {
  return nextThing.test(text.trim()) ? null : { kind: 'urge', ticketId }
}

/** What is vague by itself belongs to what the speaker told of a while ago, unless it names something else. */
function lateLastOf(input: PlaceInput): Incident | undefined {
  const { triage, text } = input.words
  const last = isUnsure(triage) ? lastSpokenOf(input, input.windows.conversation) : undefined
  return last && !namesOther(text, last.category) ? last : undefined
}

function isNextMatter(last: Incident, { words }: PlaceInput): boolean {
  const { triage, text } = words
  const { category, place } = triage
  if (last.building === null && tellingWhere.test(text.trim())) return false
  if (category === null || isUnsure(triage) || !isNamed(words)) return false
  if (isSameMatter(category, last.category)) return isElsewhere(last, { ...words, home: null })
  if (nextThing.test(text.trim()) || categoryTable[category].owner === 'district') return true
  const isNewPlace = placesDiffer(place, last.place) && triage.confidence >= quiteSure
  return isNewPlace && !last.isUnsure && !isDeed(text)
}

/** It is the same at the speaker's. */
function agree(input: PlaceInput): Placement | null {
  const { text, triage } = input.words
  const agreement = agreementIn(text)
  if (!agreement || isDenial(text) || isApology(text) || isIdle(text)) return null
  const live = liveIncidents(input, input.windows.conversation)
  const isSure = agreement === 'too' && triage.isComplaint && triage.confidence >= quiteSure
  return touch(mostLikely(isSure ? live.filter((one) => !isOtherMatter(one, input)) : live, input))
}

/** Somebody else goes on about what was said last: what was done about it, or more of the same. */
function addTo(input: PlaceInput): Placement | null {
  const { text, triage } = input.words
  const saysItself = ownWords.includes(triage.intent) && !isUnsure(triage)
  if (saysItself || triage.intent === 'urge' || isAside(text)) return null
  const live = liveIncidents(input, input.windows.fragment)
  return touch(
    mostLikely(
      live.filter((incident) => isMore(incident, input)),
      input,
    ),
  )
}

/** Unsure words that name the same things as a matter of the last hour are about that one, over or not. */
function takeUpAgain({ incidents, words, windows }: PlaceInput): Placement | null {
  const { triage, text, at } = words
  if (!isUnsure(triage) || ownWords.includes(triage.intent) || isAside(text)) return null
  const meant = incidents
    .filter(
      ({ lastHereAt }) => lastHereAt !== null && at.getTime() - lastHereAt.getTime() <= windows.conversation,
    )
    .filter(({ status }) => isActive(status) || (status === 'resolved' && triage.isComplaint))
    .filter((one) => !isElsewhere(one, words) && sharedWords(text, one.said ?? '') > 0)
    .sort(byLastHere)[0]
  if (!meant) return null
  return isActive(meant.status) ? touch(meant) : { kind: 'reopen', ticketId: meant.ticketId }
}

function isAside(text: string): boolean {
  return isDenial(text) || isApology(text) || isAsking(text) || isIdle(text) || isCourtesy(text)
}

function isMore(incident: Incident, { words }: PlaceInput): boolean {
  const { triage, text } = words
  if (isDeed(text) || isGoingOn(text) || isUnitOf(incident, words)) return true
  // Whoever names another place speaks of something else.
  if (triage.place !== null && isOneOfAKind(triage.place)) return isSamePlace(triage.place, incident.place)
  const isVague = isUnsure(triage) || (triage.isComplaint && !isNamed(words))
  if (isVague) return incident.isUnsure || !namesOther(text, incident.category)
  return !triage.isComplaint && isRemarkOn(incident, words)
}

/** Whether the words themselves name what they were taken to be about. */
function isNamed({ triage, text }: PlaceInput['words']): boolean {
  return triage.category !== null && touches(text, triage.category)
}

/** Small words count where they name the place or the thing, or come from next door just now. */
function isRemarkOn(incident: Incident, { text, home, isBuildingGroup }: PlaceInput['words']): boolean {
  if (touches(text, incident.category) || sharedWords(text, incident.said ?? '') > 0) return true
  return isNeighbour(incident, home) && !isBuildingGroup && isPlainRemark(text)
}

function isPlainRemark(text: string): boolean {
  return text.length <= longestRemark && !isSmallTalk(text)
}
