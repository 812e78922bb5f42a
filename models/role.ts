import { model, Schema } from 'mongoose'
import type { HeldRole, Role, Scope } from '../domain/access.ts'
import { roles } from '../domain/access.ts'
import { createCache } from './cache.ts'
import { newId } from './new-id.ts'

const roleSchema = new Schema(
  {
    _id: { type: String, default: newId },
    personId: { type: String, required: true },
    role: { type: String, enum: roles, required: true },
    scope: {
      type: {
        _id: false,
        level: {
          type: String,
          enum: ['street', 'district', 'community', 'building', 'unit'] as const,
          required: true,
        },
        placeId: { type: String, required: true },
        building: { type: String, default: null },
        unit: { type: String, default: null },
      },
      required: true,
    },
    from: { type: Date, required: true },
    until: { type: Date, default: null },
  },
  { versionKey: false },
)
roleSchema.index({ personId: 1 })
roleSchema.index({ 'scope.placeId': 1, role: 1 })

const RoleModel = model('Role', roleSchema, 'roles')
const remembered = createCache<HeldRole[]>()
const holders = createCache<string[]>()

/** Gives a person a role in a scope, from a time and until another if one is given; a role held without end stands once. */
export async function grantRole(
  personId: string,
  role: Role,
  scope: Scope,
  term: { from: Date; until?: Date | null },
): Promise<void> {
  const { level, placeId, building = null, unit = null } = scope
  const held = { personId, role, scope: { level, placeId, building, unit }, until: term.until ?? null }
  await RoleModel.updateOne(held, { $setOnInsert: { _id: newId(), from: term.from } }, { upsert: true })
  remembered.forget(personId)
  holders.forget()
}

/** Ends the roles of this kind that a person holds in a place; they stay on record. Returns how many ended. */
export async function endRole(personId: string, role: Role, placeId: string, at: Date): Promise<number> {
  const filter = { personId, role, 'scope.placeId': placeId, $or: [{ until: null }, { until: { $gt: at } }] }
  const result = await RoleModel.updateMany(filter, { $set: { until: at } })
  remembered.forget(personId)
  holders.forget()
  return result.modifiedCount
}

/** Every role a person ever held; `rolesIn` of the domain says which are in force where. */
export async function rolesOf(personId: string): Promise<HeldRole[]> {
  const load = () => RoleModel.find({ personId }, { _id: 0, role: 1, scope: 1, from: 1, until: 1 }).lean()
  return (await remembered.get(personId, load)) ?? []
}

/** Roles for the operator's list: all that were ever given to some people, or in one place. */
export async function listRoles(
  filter: { personIds: readonly string[] } | { placeId: string },
): Promise<(HeldRole & { personId: string })[]> {
  const chosen =
    'placeId' in filter ? { 'scope.placeId': filter.placeId } : { personId: { $in: [...filter.personIds] } }
  return RoleModel.find(chosen, { _id: 0, personId: 1, role: 1, scope: 1, from: 1, until: 1 })
    .sort({ _id: 1 })
    .lean()
}

/** People who hold one of the roles in a community now, directly or through its district or street. */
export async function peopleWithRole(
  place: { id: string; districtId: string; streetId: string },
  wanted: readonly Role[],
  at: Date,
): Promise<string[]> {
  const load = async () => {
    const found = await RoleModel.find({
      'scope.placeId': { $in: [place.id, place.districtId, place.streetId] },
      role: { $in: [...wanted] },
      from: { $lte: at },
      $or: [{ until: null }, { until: { $gt: at } }],
    })
      .sort({ _id: 1 })
      .lean()
    return [...new Set(found.map((held) => held.personId))]
  }
  // By the minute: a role that ends is not called any longer than that.
  const minute = Math.floor(at.getTime() / 60_000)
  return (await holders.get([place.id, minute, ...wanted].join(), load)) ?? []
}
