import { model, Schema } from 'mongoose'
import { createCache } from './cache.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import type { HistoryEvent, Sealable } from './history.ts'
import { addEvent, eventFields, sealFields, unsealedIndex } from './history.ts'
import { newId } from './new-id.ts'

/** How one platform knows somebody. */
export interface Identity {
  platform: string
  externalId: string
}

/** What an operator does with what is held about somebody. */
export interface PersonEvent extends HistoryEvent {
  kind: 'seen' | 'erased'
}

/** Somebody the bot has met, on one platform or several. */
export interface Person extends Sealable {
  _id: string
  identities: Identity[]
  name: string
  /** The community whose group or household this person was last met in; where private words belong. */
  homeCommunityId: string | null
  firstSeenAt: Date
}

const personSchema = new Schema<Person>(
  {
    _id: { type: String, default: newId },
    identities: {
      type: [
        {
          _id: false,
          platform: { type: String, required: true },
          externalId: { type: String, required: true },
        },
      ],
      required: true,
    },
    name: { type: String, required: true },
    homeCommunityId: { type: String, default: null },
    firstSeenAt: { type: Date, required: true },
    events: { type: [new Schema<PersonEvent>(eventFields, { _id: false })], default: [] },
    ...sealFields,
  },
  { versionKey: false },
)
personSchema.index({ 'identities.platform': 1, 'identities.externalId': 1 }, { unique: true })
personSchema.index(...unsealedIndex)

const PersonModel = model('Person', personSchema, 'people')
const remembered = createCache<Person>()

function keyOf({ platform, externalId }: Identity): string {
  return `${platform}:${externalId}`
}

async function change(
  personId: string,
  fields: Partial<Pick<Person, 'name' | 'homeCommunityId'>>,
): Promise<void> {
  const person = await PersonModel.findByIdAndUpdate(personId, { $set: fields }).lean()
  if (person) remembered.forget(person._id, ...person.identities.map(keyOf))
}

function byIdentity(identity: Identity) {
  return { identities: { $elemMatch: { platform: identity.platform, externalId: identity.externalId } } }
}

/** The person behind an identity, created on first sight; two processes that meet somebody at once agree. */
export async function knowPerson(identity: Identity, name: string, at: Date): Promise<Person> {
  const known = await findByIdentity(identity)
  if (known) return known
  try {
    const created = await PersonModel.create({ identities: [identity], name, firstSeenAt: at })
    return created.toObject()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return PersonModel.findOne(byIdentity(identity)).orFail().lean()
  }
}

/** Remembers where a person lives or was last met. */
export async function settlePerson(personId: string, communityId: string): Promise<void> {
  await change(personId, { homeCommunityId: communityId })
}

/** Gives a person the name an operator knows; what a platform shows does not change it again. */
export async function renamePerson(personId: string, name: string): Promise<void> {
  await change(personId, { name })
}

/** Notes what an operator did with what is held about a person, once per event id. */
export async function noteOnPerson(personId: string, event: PersonEvent): Promise<void> {
  const person = await PersonModel.findOneAndUpdate(
    { _id: personId, 'events.id': { $ne: event.id } },
    [{ $set: addEvent(event) }],
    { updatePipeline: true },
  ).lean()
  if (person) remembered.forget(person._id, ...person.identities.map(keyOf))
}

/** One person by id. */
export async function findPerson(id: string): Promise<Person | null> {
  return remembered.get(id, () => PersonModel.findById(id).lean())
}

/** Several people by id, in no particular order. */
export async function findPeople(ids: readonly string[]): Promise<Person[]> {
  return PersonModel.find({ _id: { $in: [...ids] } }).lean()
}

/** The person behind an identity, if met before. */
export async function findByIdentity(identity: Identity): Promise<Person | null> {
  return remembered.get(keyOf(identity), () => PersonModel.findOne(byIdentity(identity)).lean())
}

/** Everybody met so far, for the operator's list. */
export async function listPeople(limit: number): Promise<Person[]> {
  return PersonModel.find().sort({ _id: 1 }).limit(limit).lean()
}
