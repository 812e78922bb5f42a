import { z } from 'zod'
import { nextClock, sayDayAndTime } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import { silenceChat as storeSilence } from '../models/chat.ts'
import { defineHandler } from './handler.ts'

/** Keeps unasked words out of this chat until the next morning; dangers are still answered. */
export const silenceChat = defineHandler({
  name: 'silence-chat',
  help: '小邻安静',
  example: '小邻安静',
  on: { command: /^(?:小邻)?[，,\s]*(?:安静|别说话|闭嘴)$/u },
  data: z.object({}),
  allow: ['resident'],
  where: 'group',
  async handle({ chat, community, now }) {
    const until = nextClock(now, policyFor(community, 'silencedUntil'))
    await storeSilence(chat._id, until)
    return { text: `好的，${sayDayAndTime(until, now)}前我不主动说话。有险情我还是会提醒，问我还是会答。` }
  },
})
