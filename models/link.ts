import { createHmac, timingSafeEqual } from 'node:crypto'
import { model, Schema } from 'mongoose'

/** What a link opens. */
export const linkPurposes = ['ticket', 'household', 'dossier'] as const
export type LinkPurpose = (typeof linkPurposes)[number]

/** A link for one person and one purpose. Looking at it changes nothing; only opening it uses it up. */
export interface Link {
  _id: string
  purpose: LinkPurpose
  personId: string
  communityId: string
  ticketId: string | null
  expiresAt: Date
  usedAt: Date | null
  revokedAt: Date | null
}

const linkSchema = new Schema<Link>(
  {
    _id: { type: String, required: true },
    purpose: { type: String, enum: linkPurposes, required: true },
    personId: { type: String, required: true },
    communityId: { type: String, required: true },
    ticketId: { type: String, default: null },
    expiresAt: { type: Date, required: true },
    usedAt: { type: Date, default: null },
    revokedAt: { type: Date, default: null },
  },
  { versionKey: false },
)
linkSchema.index({ personId: 1 })

const LinkModel = model('Link', linkSchema, 'links')

/** How a link stands. */
export type LinkState = 'fresh' | 'used' | 'expired' | 'revoked'

function sign(id: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`link:${id}`).digest().subarray(0, 18)
}

/** The id in a token whose signature is right under the current or an older secret; null for anything else. */
function idOf(token: string, secrets: readonly string[]): string | null {
  const [id, signature] = token.split('.')
  if (!id || !signature) return null
  const given = Buffer.from(signature, 'base64url')
  const isOurs = secrets.some((secret) => {
    const right = sign(id, secret)
    return given.length === right.length && timingSafeEqual(given, right)
  })
  return isOurs ? id : null
}

function tokenOf(id: string, secret: string): string {
  return `${id}.${sign(id, secret).toString('base64url')}`
}

/** Makes a link and returns its token, which stands nowhere else. The same cause gets the same link again. */
export async function issueLink(
  link: Pick<Link, 'purpose' | 'personId' | 'communityId' | 'ticketId' | 'expiresAt'>,
  secret: string,
  cause: string,
): Promise<string> {
  // Unguessable by the signature, stable by the cause: a re-run after a crash hands out no second link.
  const id = createHmac('sha256', secret)
    .update(`${cause}:${link.purpose}:${link.personId}`)
    .digest('base64url')
    .slice(0, 22)
  await LinkModel.updateOne({ _id: id }, { $setOnInsert: link }, { upsert: true })
  return tokenOf(id, secret)
}

/** Looks at a link without using it; null when the token is not ours. */
export async function readLink(
  token: string,
  secrets: readonly string[],
  at: Date,
): Promise<{ link: Link; state: LinkState } | null> {
  const id = idOf(token, secrets)
  const link = id ? await LinkModel.findById(id).lean() : null
  return link && { link, state: stateOf(link, at) }
}

function stateOf(link: Link, at: Date): LinkState {
  if (link.revokedAt) return 'revoked'
  if (link.usedAt) return 'used'
  return link.expiresAt <= at ? 'expired' : 'fresh'
}

/** Uses a link up: exactly one caller gets it, and only while it is fresh. */
export async function consumeLink(token: string, secrets: readonly string[], at: Date): Promise<Link | null> {
  const id = idOf(token, secrets)
  if (!id) return null
  return LinkModel.findOneAndUpdate(
    { _id: id, usedAt: null, revokedAt: null, expiresAt: { $gt: at } },
    { $set: { usedAt: at } },
    { returnDocument: 'after' },
  ).lean()
}

/** Makes all links of a person worthless, opened or not. */
export async function revokeLinks(personId: string, at: Date): Promise<number> {
  const result = await LinkModel.updateMany({ personId, revokedAt: null }, { $set: { revokedAt: at } })
  return result.modifiedCount
}

/** Removes links whose time was over before a time; returns how many. Such a link is then as unknown as a forged one. */
export async function removeExpiredLinks(before: Date): Promise<number> {
  return (await LinkModel.deleteMany({ expiresAt: { $lte: before } })).deletedCount
}
