import { model, Schema } from 'mongoose'
import { createCache } from './cache.ts'
import { newId } from './new-id.ts'

/** What a chat is for; `unbound` is a group nobody has given a place yet. A private chat belongs to the community its person was last met in. */
export const chatKinds = ['community', 'building', 'staff', 'private', 'unbound'] as const
export type ChatKind = (typeof chatKinds)[number]

/** A chat the bot knows. */
export interface Chat {
  _id: string
  platform: string
  externalId: string
  kind: ChatKind
  communityId: string | null
  building: string | null
  unit: string | null
  /** Nothing unasked before this time. */
  silentUntil: Date | null
  boundAt: Date
  /** The row whose 绑定 made it; a re-run of that row changes nothing. */
  boundBy: string | null
}

const chatSchema = new Schema<Chat>(
  {
    _id: { type: String, default: newId },
    platform: { type: String, required: true },
    externalId: { type: String, required: true },
    kind: { type: String, enum: chatKinds, required: true },
    communityId: { type: String, default: null },
    building: { type: String, default: null },
    unit: { type: String, default: null },
    silentUntil: { type: Date, default: null },
    boundAt: { type: Date, required: true },
    boundBy: { type: String, default: null },
  },
  { versionKey: false },
)
chatSchema.index({ platform: 1, externalId: 1 }, { unique: true })
chatSchema.index({ communityId: 1, kind: 1 })

const ChatModel = model('Chat', chatSchema, 'chats')
const remembered = createCache<Chat>()
const ofCommunity = createCache<Chat[]>()

function keysOf(chat: Pick<Chat, '_id' | 'platform' | 'externalId'>): [id: string, external: string] {
  return [chat._id, `${chat.platform}:${chat.externalId}`]
}

/** The chat with this vendor id, if it was bound or met. */
export async function findChat(platform: string, externalId: string): Promise<Chat | null> {
  const key = `${platform}:${externalId}`
  return remembered.get(key, () => ChatModel.findOne({ platform, externalId }).lean())
}

/** One chat by id. */
export async function getChat(id: string): Promise<Chat | null> {
  return remembered.get(id, () => ChatModel.findById(id).lean())
}

/** Binds a chat to a place, or moves its binding; repeated, it changes nothing more. */
export async function bindChat(
  chat: Pick<Chat, 'platform' | 'externalId' | 'kind'> &
    Partial<Pick<Chat, 'communityId' | 'building' | 'unit' | 'boundBy'>>,
  at: Date,
): Promise<Chat> {
  const { platform, externalId, ...binding } = chat
  const bound = await ChatModel.findOneAndUpdate(
    { platform, externalId },
    { $set: binding, $setOnInsert: { boundAt: at } },
    { upsert: true, returnDocument: 'after', setDefaultsOnInsert: true },
  )
    .orFail()
    .lean()
  remembered.forget(...keysOf(bound))
  if (bound.kind !== 'private') ofCommunity.forget()
  return bound
}

/** Remembers a group nobody has bound, so that it can be told how; a bound one stays as it is. */
export async function meetGroup(platform: string, externalId: string, at: Date): Promise<Chat> {
  return ChatModel.findOneAndUpdate(
    { platform, externalId },
    { $setOnInsert: { kind: 'unbound', boundAt: at } },
    { upsert: true, returnDocument: 'after', setDefaultsOnInsert: true },
  )
    .orFail()
    .lean()
}

/** The chats of a community of one kind. */
export async function chatsOf(communityId: string, kind: ChatKind): Promise<Chat[]> {
  const load = () => ChatModel.find({ communityId, kind }).sort({ _id: 1 }).lean()
  return (await ofCommunity.get(`${communityId}:${kind}`, load)) ?? []
}

/** Keeps unasked words out of a chat until a time. */
export async function silenceChat(id: string, until: Date): Promise<void> {
  const silenced = await ChatModel.findByIdAndUpdate(id, { $set: { silentUntil: until } }).lean()
  if (silenced) remembered.forget(...keysOf(silenced))
}

/** All bound groups, for the operator. */
export async function listGroups(): Promise<Chat[]> {
  return ChatModel.find({ kind: { $ne: 'private' as const } })
    .sort({ communityId: 1, _id: 1 })
    .lean()
}
