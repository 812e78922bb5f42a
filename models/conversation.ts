import { model, Schema } from 'mongoose'

/** A question the bot has asked one person in one chat. */
export interface Conversation {
  /** Chat id and person id. */
  _id: string
  question: string
  data: Record<string, string>
  expiresAt: Date
  /** The cause that asked. */
  askedBy: string
}

const conversationSchema = new Schema<Conversation>(
  {
    _id: { type: String, required: true },
    question: { type: String, required: true },
    data: { type: Schema.Types.Mixed, required: true },
    expiresAt: { type: Date, required: true },
    askedBy: { type: String, required: true },
  },
  { versionKey: false },
)

const ConversationModel = model('Conversation', conversationSchema, 'conversations')

function idOf(chatId: string, personId: string): string {
  return `${chatId}:${personId}`
}

/** Remembers the one question a person is asked in a chat; a newer question replaces an older one. */
export async function askInChat(
  chatId: string,
  personId: string,
  asked: Pick<Conversation, 'question' | 'data' | 'expiresAt' | 'askedBy'>,
): Promise<void> {
  await ConversationModel.replaceOne({ _id: idOf(chatId, personId) }, asked, { upsert: true })
}

/** The question still open for a person in a chat, if it has not expired. */
export async function openQuestion(chatId: string, personId: string, at: Date): Promise<Conversation | null> {
  return ConversationModel.findOne({ _id: idOf(chatId, personId), expiresAt: { $gt: at } }).lean()
}

/** Ends the question that a cause asked a person in a chat; a newer question stays open. */
export async function endQuestion(chatId: string, personId: string, askedBy: string): Promise<void> {
  await ConversationModel.deleteOne({ _id: idOf(chatId, personId), askedBy })
}
