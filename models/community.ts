import { model, Schema } from 'mongoose'
import type { Phone, Phones } from '../domain/phones.ts'
import { phoneKinds } from '../domain/phones.ts'
import type { Overrides } from '../domain/policy/overrides.ts'
import type { Profile } from '../domain/policy/profile.ts'
import { profiles } from '../domain/policy/profile.ts'
import type { CommunityMode } from '../domain/restraint.ts'
import { communityModes } from '../domain/restraint.ts'
import { createCache } from './cache.ts'

/** Somebody on duty; without times, always. */
export interface DutyEntry {
  personId: string
  from?: string | null
  to?: string | null
}

/** A 小区 with its settings; all of them are data. */
export interface Community {
  _id: string
  name: string
  districtId: string
  districtName: string
  streetId: string
  streetName: string
  profile: Profile
  /** Policy packs, the first that has a value wins. */
  packs: string[]
  /** What was decided here differently; comes before all packs. */
  overrides?: Overrides
  mode: CommunityMode
  phones: Phones
  /** Who is called in an emergency, in this order. */
  duty: DutyEntry[]
  lastTicketNumber: number
}

const phoneSchema = new Schema<Phone>(
  { number: { type: String, required: true }, checkedAt: { type: Date, default: null } },
  { _id: false },
)

const communitySchema = new Schema<Community>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    districtId: { type: String, required: true },
    districtName: { type: String, required: true },
    streetId: { type: String, required: true },
    streetName: { type: String, required: true },
    profile: { type: String, enum: profiles, default: 'professional' },
    packs: { type: [String], default: ['linsheng-defaults'] },
    mode: { type: String, enum: communityModes, default: 'shadow' },
    // Its keys are those of the policy values; what may stand under each is checked where it is brought in.
    overrides: { type: Schema.Types.Mixed },
    phones: {
      type: new Schema<Phones>(
        Object.fromEntries(phoneKinds.map((kind) => [kind, { type: phoneSchema, default: null }])),
        { _id: false },
      ),
      default: {},
    },
    duty: {
      type: [
        {
          _id: false,
          personId: { type: String, required: true },
          from: { type: String, default: null },
          to: { type: String, default: null },
        },
      ],
      default: [],
    },
    lastTicketNumber: { type: Number, default: 1000 },
  },
  { versionKey: false },
)
communitySchema.index({ districtId: 1 })
communitySchema.index({ streetId: 1 })

const CommunityModel = model('Community', communitySchema, 'communities')
const remembered = createCache<Community>()

/** What an import brings; settings that are missing keep what they were, or the default for a new community. */
export type CommunitySeed = Pick<
  Community,
  '_id' | 'name' | 'districtId' | 'districtName' | 'streetId' | 'streetName'
> &
  Partial<Pick<Community, 'profile' | 'packs' | 'overrides' | 'phones' | 'mode' | 'duty'>>

/** Creates a community, in shadow mode unless told, or updates the settings that are brought. */
export async function putCommunity(seed: CommunitySeed): Promise<Community> {
  const { _id, ...settings } = seed
  const put = await CommunityModel.findOneAndUpdate(
    { _id },
    { $set: settings },
    { upsert: true, returnDocument: 'after', setDefaultsOnInsert: true },
  )
    .orFail()
    .lean()
  remembered.forget(_id)
  return put
}

/** One community by id. */
export async function findCommunity(id: string): Promise<Community | null> {
  return remembered.get(id, () => CommunityModel.findById(id).lean())
}

/** The communities a person can speak about: those named, and all in the named districts and streets. */
export async function communitiesIn(placeIds: readonly string[]): Promise<Community[]> {
  const ids = { $in: [...placeIds] }
  return CommunityModel.find({ $or: [{ _id: ids }, { districtId: ids }, { streetId: ids }] })
    .sort({ _id: 1 })
    .lean()
}

/** All communities; the operator's list and the jobs' round. */
export async function listCommunities(): Promise<Community[]> {
  return CommunityModel.find().sort({ _id: 1 }).lean()
}

/** Lets the bot speak, listen only, or stay silent in a community. */
export async function setCommunityMode(id: string, mode: Community['mode']): Promise<Community | null> {
  const changed = await CommunityModel.findByIdAndUpdate(
    id,
    { $set: { mode } },
    { returnDocument: 'after' },
  ).lean()
  remembered.forget(id)
  return changed
}

/** Replaces the duty roster. */
export async function setDuty(id: string, duty: Community['duty']): Promise<void> {
  await CommunityModel.updateOne({ _id: id }, { $set: { duty } })
  remembered.forget(id)
}

/** The next ticket number of a community. A number is never given twice; one may be skipped after a crash. */
export async function nextTicketNumber(id: string): Promise<number> {
  const community = await CommunityModel.findByIdAndUpdate(
    id,
    { $inc: { lastTicketNumber: 1 } },
    { returnDocument: 'after', projection: { lastTicketNumber: 1 } },
  )
    .orFail()
    .lean()
  return community.lastTicketNumber
}

/** Turns telephone numbers that were stored bare into numbers nobody has checked yet; repeated, it changes nothing. */
export async function dateBarePhones(): Promise<void> {
  for (const { _id, phones } of await CommunityModel.find().lean()) {
    const bare = Object.entries(phones ?? {}).filter(([, phone]) => typeof phone === 'string')
    if (bare.length === 0) continue
    const dated = bare.map(([kind, number]) => [`phones.${kind}`, { number, checkedAt: null }])
    await CommunityModel.updateOne({ _id }, { $set: Object.fromEntries(dated) })
    remembered.forget(_id)
  }
}
