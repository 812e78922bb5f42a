import { createHmac, randomInt } from 'node:crypto'
import { model, Schema } from 'mongoose'

/** What a one-time code binds a group to. */
export interface BindingCode {
  /** Keyed hash of the code; the code itself is only ever printed once. */
  _id: string
  communityId: string
  kind: 'community' | 'building' | 'staff'
  building: string | null
  unit: string | null
  expiresAt: Date
  /** The cause that used it up. */
  usedBy: string | null
}

const bindingCodeSchema = new Schema<BindingCode>(
  {
    _id: { type: String, required: true },
    communityId: { type: String, required: true },
    kind: { type: String, enum: ['community', 'building', 'staff'] as const, required: true },
    building: { type: String, default: null },
    unit: { type: String, default: null },
    expiresAt: { type: Date, required: true },
    usedBy: { type: String, default: null },
  },
  { versionKey: false },
)

const BindingCodeModel = model('BindingCode', bindingCodeSchema, 'bindingCodes')

/** No letters or digits that are mistaken for each other when read aloud. */
const alphabet = 'ACDEFHJKLMNPQRTUVWXY3479'

function hash(code: string, secret: string): string {
  return createHmac('sha256', secret).update(`binding:${code.toUpperCase()}`).digest('hex')
}

/** Makes a one-time code for a group; it is returned once and stored only as a keyed hash. */
export async function issueBindingCode(
  target: Pick<BindingCode, 'communityId' | 'kind' | 'building' | 'unit' | 'expiresAt'>,
  secret: string,
): Promise<string> {
  const code = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('')
  await BindingCodeModel.create({ _id: hash(code, secret), ...target })
  return code
}

/** Uses a code up for one cause; null when it is unknown, expired or used by another. The same cause may ask again. */
export async function useBindingCode(
  code: string,
  secrets: readonly string[],
  cause: string,
  at: Date,
): Promise<BindingCode | null> {
  const hashes = secrets.map((secret) => hash(code, secret))
  return BindingCodeModel.findOneAndUpdate(
    { _id: { $in: hashes }, expiresAt: { $gt: at }, usedBy: { $in: [null, cause] } },
    { $set: { usedBy: cause } },
    { returnDocument: 'after' },
  ).lean()
}
