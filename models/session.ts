import { createHash, randomBytes } from 'node:crypto'
import { model, Schema } from 'mongoose'
import type { LinkPurpose } from './link.ts'

/** What one opened link allows on one device. */
export interface Grant {
  purpose: LinkPurpose
  communityId: string
  ticketId: string | null
}

/** A person on one device, with what the links opened there allow. */
export interface Session {
  /** Hash of the cookie; the cookie itself is stored nowhere. */
  _id: string
  personId: string
  grants: Grant[]
  expiresAt: Date
}

const sessionSchema = new Schema<Session>(
  {
    _id: { type: String, required: true },
    personId: { type: String, required: true },
    grants: {
      type: [
        {
          _id: false,
          purpose: { type: String, required: true },
          communityId: { type: String, required: true },
          ticketId: { type: String, default: null },
        },
      ],
      default: [],
    },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
)
sessionSchema.index({ personId: 1 })
sessionSchema.index({ expiresAt: 1 })

const SessionModel = model('Session', sessionSchema, 'sessions')

/** More opened links than this on one device push the oldest out. */
const mostGrants = 20

function hash(cookie: string): string {
  return createHash('sha256').update(cookie).digest('base64url')
}

/** The session of a cookie, while it lasts. */
export async function findSession(cookie: string, at: Date): Promise<Session | null> {
  return SessionModel.findOne({ _id: hash(cookie), expiresAt: { $gt: at } }).lean()
}

/**
 * Adds what a link allows to the session of the same person on this device, or begins a new one. Returns the cookie;
 * the device of another person never inherits anything.
 */
export async function allow(
  cookie: string | undefined,
  personId: string,
  grant: Grant,
  term: { at: Date; until: Date },
): Promise<string> {
  const change = {
    $push: { grants: { $each: [grant], $slice: -mostGrants } },
    $set: { expiresAt: term.until },
  }
  if (cookie) {
    const filter = { _id: hash(cookie), personId, expiresAt: { $gt: term.at } }
    if ((await SessionModel.updateOne(filter, change)).matchedCount === 1) return cookie
  }
  const fresh = randomBytes(32).toString('base64url')
  await SessionModel.create({ _id: hash(fresh), personId, grants: [grant], expiresAt: term.until })
  return fresh
}

/** Ends all sessions of a person; returns how many. */
export async function endSessions(personId: string): Promise<number> {
  return (await SessionModel.deleteMany({ personId })).deletedCount
}

/** Removes sessions that ended before a time; returns how many. */
export async function removeEndedSessions(before: Date): Promise<number> {
  return (await SessionModel.deleteMany({ expiresAt: { $lte: before } })).deletedCount
}
