import { z } from 'zod'
import { Refusal } from '../domain/refusal.ts'
import { defineHandler } from './handler.ts'

/** Gives a link to one's own page; only in private, because it is bound to the person. */
export const openMyPage = defineHandler({
  name: 'open-my-page',
  help: '我的页面',
  example: '我的页面',
  on: { command: /^我的?(?:页面|主页|链接)$/u, action: true },
  data: z.object({}),
  allow: ['resident'],
  async handle({ link }) {
    const url = await link('household', null)
    if (!url) throw new Refusal('no_pages', '这里还没有开通网页。查进度回“进度 编号”。')
    return { text: `您的页面：${url}\n链接只给您用，打开一次就失效，别转发。`, private: true }
  },
})
