import { model, Schema } from 'mongoose'
import { longestReportText } from '../domain/message.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import { newId } from './new-id.ts'

/** A later fragment, photo or correction of the same report. */
export interface ReportPart {
  cause: string
  at: Date
  text: string
  images: string[]
}

/** One person's voice on a ticket, or on something announced that explains it; an incident has one from each household. */
export interface Report {
  _id: string
  ticketId: string
  communityId: string
  /** The row (and matter) that made it; unique. */
  cause: string
  personId: string
  chatId: string
  /** Whether it was said in a group, so that the answer may be said there too. */
  isFromGroup: boolean
  /** A unit leader or 物业 speaking for somebody else. */
  isRelayed: boolean
  /** The household, or the person where no household is known; each voice counts once. */
  voice: string
  room: string | null
  text: string
  images: string[]
  at: Date
  parts: ReportPart[]
  withdrawnAt: Date | null
  /** What it was on before it was moved, and the cause that moved it last. */
  movedFrom?: string | null
  movedBy?: string | null
  /** The causes that moved it before. */
  movedBefore?: string[]
}

/** More fragments than this are kept in the inbound rows only. */
const mostParts = 20

const reportSchema = new Schema<Report>(
  {
    _id: { type: String, default: newId },
    ticketId: { type: String, required: true },
    communityId: { type: String, required: true },
    cause: { type: String, required: true },
    personId: { type: String, required: true },
    chatId: { type: String, required: true },
    isFromGroup: { type: Boolean, required: true },
    isRelayed: { type: Boolean, default: false },
    voice: { type: String, required: true },
    room: { type: String, default: null },
    text: { type: String, default: '' },
    images: { type: [String], default: [] },
    at: { type: Date, required: true },
    parts: {
      type: [
        {
          _id: false,
          cause: { type: String, required: true },
          at: { type: Date, required: true },
          text: { type: String, default: '' },
          images: { type: [String], default: [] },
        },
      ],
      default: [],
    },
    withdrawnAt: { type: Date, default: null },
    movedFrom: { type: String },
    movedBy: { type: String },
    movedBefore: { type: [String], default: undefined },
  },
  { versionKey: false },
)
reportSchema.index({ cause: 1 }, { unique: true })
reportSchema.index({ ticketId: 1, at: 1 })
reportSchema.index({ movedBy: 1 }, { sparse: true })
reportSchema.index({ personId: 1, communityId: 1, at: -1 })

const ReportModel = model('Report', reportSchema, 'reports')

type NewReport = Omit<Report, '_id' | 'parts' | 'withdrawnAt' | 'movedFrom' | 'movedBy' | 'movedBefore'>

/** Adds a report for a cause, once. Returns whether this call added it. */
export async function addReport(report: NewReport): Promise<boolean> {
  try {
    await ReportModel.create({ ...report, text: report.text.slice(0, longestReportText) })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** Adds a fragment to the latest standing report of a person on a ticket, once per cause. */
export async function amendReport(
  ticketId: string,
  personId: string,
  part: ReportPart & { room?: string | null },
): Promise<void> {
  const { room, ...words } = part
  await ReportModel.findOneAndUpdate(
    {
      ticketId,
      personId,
      withdrawnAt: null,
      cause: { $ne: part.cause },
      'parts.cause': { $ne: part.cause },
      [`parts.${mostParts - 1}`]: { $exists: false },
    },
    {
      $push: { parts: { ...words, text: words.text.slice(0, longestReportText) } },
      ...(room ? { $set: { room } } : {}),
    },
    { sort: { at: -1 } },
  )
}

/** Standing reports on a ticket, first come first. */
export async function reportsOn(ticketId: string): Promise<Report[]> {
  return ReportModel.find({ ticketId, withdrawnAt: null }).sort({ at: 1, _id: 1 }).lean()
}

/** All reports that were ever made on a ticket, withdrawn ones too, first come first: their order never changes. */
export async function everyReportOn(ticketId: string): Promise<Report[]> {
  return ReportModel.find({ ticketId }).sort({ at: 1, _id: 1 }).lean()
}

/** Reports by id, first come first. */
export async function reportsById(ids: readonly string[]): Promise<Report[]> {
  return ReportModel.find({ _id: { $in: [...ids] } })
    .sort({ at: 1, _id: 1 })
    .lean()
}

/** Moves reports to another ticket, all of them or some, with the withdrawn ones; repeated, it changes nothing more. */
export async function moveReports(
  from: string,
  to: string,
  { cause, only }: { cause: string; only?: readonly string[] },
): Promise<void> {
  const chosen = only ? { _id: { $in: [...only] } } : {}
  await ReportModel.updateMany({ ...chosen, ticketId: from }, [moveTo(to, cause, { movedFrom: from })], {
    updatePipeline: true,
  })
}

function moveTo(to: string, cause: string, more: object) {
  const before = { $ifNull: ['$movedBefore', []] }
  const last = { $cond: [{ $ifNull: ['$movedBy', false] }, ['$movedBy'], []] }
  return { $set: { ticketId: to, movedBy: cause, movedBefore: { $concatArrays: [before, last] }, ...more } }
}

/** Moves back what a cause has moved and what is where it brought it, or there again. */
export async function moveReportsBack(
  moved: string,
  { from, to }: { from: string; to: string },
  cause: string,
): Promise<void> {
  await ReportModel.updateMany(
    { ticketId: from, $or: [{ movedBy: moved }, { movedBefore: moved }] },
    [moveTo(to, cause, {})],
    { updatePipeline: true },
  )
}

/** Standing reports that a cause has moved. */
export async function reportsMovedBy(cause: string): Promise<Report[]> {
  return ReportModel.find({ movedBy: cause, withdrawnAt: null }).sort({ at: 1, _id: 1 }).lean()
}

/** The groups in which a matter was reported. */
export function groupsOf(reports: readonly Report[]): string[] {
  return [...new Set(reports.filter((report) => report.isFromGroup).map((report) => report.chatId))]
}

/** Whether a person has a standing report on a ticket, or ever had one. */
export async function isReporter(
  ticketId: string,
  personId: string,
  when: 'now' | 'ever' = 'now',
): Promise<boolean> {
  const standing = when === 'now' ? { withdrawnAt: null } : {}
  return (await ReportModel.exists({ ticketId, personId, ...standing })) !== null
}

/** The communities a person has reported something in. */
export async function communitiesReportedIn(personId: string): Promise<string[]> {
  return ReportModel.distinct('communityId', { personId })
}

/** A person's own reports in a community, latest first. */
export async function reportsBy(personId: string, communityId: string, limit: number): Promise<Report[]> {
  return ReportModel.find({ personId, communityId, withdrawnAt: null }).sort({ at: -1 }).limit(limit).lean()
}

/** When each of these tickets was last reported in a chat, as far as it was, and all that was said there. */
export async function reportedIn(
  chatId: string,
  ticketIds: readonly string[],
): Promise<Map<string, { at: Date; said: string }>> {
  const reports = await ReportModel.find({ ticketId: { $in: [...ticketIds] }, chatId, withdrawnAt: null })
    .sort({ at: 1 })
    .lean()
  const found = new Map<string, { at: Date; said: string }>()
  for (const { ticketId, at, text, parts } of reports) {
    const said = [found.get(ticketId)?.said ?? '', text, ...parts.map((part) => part.text)].join('\n')
    found.set(ticketId, { at: parts.at(-1)?.at ?? at, said })
  }
  return found
}

/** How many households, or people where no household is known, stand behind a ticket. */
export async function countVoices(ticketId: string): Promise<number> {
  const voices = await ReportModel.distinct('voice', { ticketId, withdrawnAt: null })
  return voices.length
}

/** The same for several tickets at once. */
export async function voicesOf(ticketIds: readonly string[]): Promise<Map<string, number>> {
  const found = await ReportModel.aggregate<{ _id: string; voices: string[] }>([
    { $match: { ticketId: { $in: [...ticketIds] }, withdrawnAt: null } },
    { $group: { _id: '$ticketId', voices: { $addToSet: '$voice' } } },
  ])
  return new Map(found.map(({ _id, voices }) => [_id, voices.length]))
}

/** Takes back a person's reports on a ticket; repeated, it changes nothing. */
export async function withdrawReports(ticketId: string, personId: string, at: Date): Promise<void> {
  await ReportModel.updateMany({ ticketId, personId, withdrawnAt: null }, { $set: { withdrawnAt: at } })
}
