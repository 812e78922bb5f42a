import { z } from 'zod'
import { nextClock } from '../domain/clocks.ts'
import { silenceChat as storeSilence } from '../models/chat.ts'
import { defineHandler } from './handler.ts'

const morning = '08:00'

/** Keeps unasked words out of this chat until the next morning; dangers are still answered. */
export const silenceChat = defineHandler({
  name: 'silence-chat',
  help: '小邻安静',
  example: '小邻安静',
  on: { command: /^小邻(?:安静|别说话|闭嘴)$/u },
  data: z.object({}),
  allow: ['resident'],
  async handle({ chat, now }) {
    await storeSilence(chat._id, nextClock(now, morning))
    return { text: '好的，明早8点前我不主动说话。有险情我还是会提醒，您问我还是会答。' }
  },
})
