import { model, Schema } from 'mongoose'
import { createCache } from './cache.ts'
import { newId } from './new-id.ts'

/** A 户: one flat and the people who say they live in it. */
export interface Household {
  _id: string
  communityId: string
  building: string
  unit: string | null
  room: string
  /** A claim proves residence at most; bills and votes ask for more. */
  residents: { personId: string; claimedAt: Date; proof: 'claimed' }[]
}

const householdSchema = new Schema<Household>(
  {
    _id: { type: String, default: newId },
    communityId: { type: String, required: true },
    building: { type: String, required: true },
    unit: { type: String, default: null },
    room: { type: String, required: true },
    residents: {
      type: [
        {
          _id: false,
          personId: { type: String, required: true },
          claimedAt: { type: Date, required: true },
          proof: { type: String, enum: ['claimed'] as const, required: true },
        },
      ],
      default: [],
    },
  },
  { versionKey: false },
)
householdSchema.index({ communityId: 1, building: 1, unit: 1, room: 1 }, { unique: true })
householdSchema.index({ 'residents.personId': 1 })

const HouseholdModel = model('Household', householdSchema, 'households')
const remembered = createCache<Household[]>()

/** Records that a person says to live in a flat; said twice, it stands once. */
export async function claimHousehold(
  home: Pick<Household, 'communityId' | 'building' | 'unit' | 'room'>,
  personId: string,
  at: Date,
): Promise<Household> {
  const { communityId, building, unit, room } = home
  const key = { communityId, building, unit, room }
  await HouseholdModel.updateOne(key, { $setOnInsert: { _id: newId(), residents: [] } }, { upsert: true })
  await HouseholdModel.updateOne(
    { ...key, 'residents.personId': { $ne: personId } },
    { $push: { residents: { personId, claimedAt: at, proof: 'claimed' } } },
  )
  remembered.forget(`${personId}:${communityId}`)
  return HouseholdModel.findOne(key).orFail().lean()
}

/** The flats a person says to live in, in one community. */
export async function householdsOf(personId: string, communityId: string): Promise<Household[]> {
  const load = () =>
    HouseholdModel.find({ 'residents.personId': personId, communityId }).sort({ _id: 1 }).lean()
  return (await remembered.get(`${personId}:${communityId}`, load)) ?? []
}
