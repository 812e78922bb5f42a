import { z } from 'zod'
import { setCommunityMode as storeMode } from '../models/community.ts'
import { defineHandler } from './handler.ts'

const modes = {
  启用: { mode: 'live', text: '已启用。小邻从现在起在群里答复、派单、回访。' },
  只听不说: {
    mode: 'listening',
    text: '已改为只听不说：照常记录和派单，不在居民群发言（险情除外）。',
  },
  静默: {
    mode: 'shadow',
    text: '已改为静默试运行：只记录，不对居民和物业说话。险情仍会呼叫值班人员。',
  },
} as const

/** Lets 社区 release the bot, keep it listening only, or send it back into shadow mode. */
export const setCommunityMode = defineHandler({
  name: 'set-community-mode',
  help: '启用小邻 / 小邻只听不说 / 小邻静默',
  example: '启用小邻',
  on: { command: /^(?:小邻)?[，,\s]*(?<words>启用|只听不说|静默)[，,\s]*(?:小邻)?$/u },
  data: z.object({ words: z.enum(['启用', '只听不说', '静默']) }),
  allow: ['district_staff', 'district_secretary', 'admin'],
  async handle({ data, community }) {
    const { mode, text } = modes[data.words]
    await storeMode(community._id, mode)
    return { text: `${community.name}：${text}`, private: true }
  },
})
