import mongoose from 'mongoose'
import { pino } from 'pino'
import { beforeEach } from 'vitest'
import type { App } from '../../bot/app.ts'
import { createApp } from '../../bot/app.ts'
import { fixedClock } from '../../bot/business-clock.ts'
import { loadConfig } from '../../bot/config.ts'
import { plantSample } from '../../bot/platforms/console/sample.ts'
import type { Content } from '../../domain/message.ts'
import { decodeAction } from '../../domain/message.ts'
import type { ConsoleMessage } from '../../models/console-world.ts'
import { consoleMessagesAfter } from '../../models/console-world.ts'
import type { Ask } from '../../prompts/prompt.ts'
import type { TestClock } from './clock.ts'
import { createClock } from './clock.ts'
import { useDatabase } from './db.ts'

export const group = 'g-jinxiu'
export const staffGroup = 'g-jinxiu-staff'

/** The sample community in a test: people who say and click things, and what the bot said back. */
export interface Chats {
  clock: TestClock
  app(): App
  /** Somebody says something, in the community group unless told; returns what the bot then said anywhere. */
  say(personId: string, text: string, at?: Partial<Saying>): Promise<Heard>
  /** Somebody clicks the newest button with this label that a chat shows. */
  click(personId: string, label: string, chatId: string): Promise<Content>
  /** Works until nothing is left to do, and returns what was said. */
  settle(): Promise<Heard>
  /** Everything the bot ever said in a chat. */
  saidIn(chatId: string): Promise<string[]>
}

interface Saying {
  chatId: string
  images: string[]
  isAddressed: boolean
  key: string
  quote: string
  quotedTicket: string
}

/** What the bot said since the last look. */
export interface Heard {
  all: ConsoleMessage[]
  /** Texts in one chat. */
  in(chatId: string): string[]
}

/** The private chat of a person. */
export function privately(personId: string): { chatId: string } {
  return { chatId: `dm-${personId}` }
}

/** Sets up the sample community before each test of a file; call it once at the top. */
export function useChats(options: { ask?: Ask; start?: string; env?: Record<string, string> } = {}): Chats {
  useDatabase()
  const clock = createClock(options.start)
  let app: App
  let seq = 0
  let step = 0
  let settledAt: Date | undefined

  beforeEach(async () => {
    clock.at = createClock(options.start).at
    seq = 0
    settledAt = undefined
    await plantSample(clock.at)
    app = createApp({
      config: loadConfig(options.env ?? {}),
      connection: mongoose.connection,
      logger: pino({ level: 'silent' }),
      clock: fixedClock(clock.now),
      ...(options.ask ? { ask: options.ask } : {}),
    })
  })

  async function settle(): Promise<Heard> {
    await app.settle()
    settledAt = clock.at
    return listen()
  }

  async function listen(): Promise<Heard> {
    const all = await consoleMessagesAfter(seq, { limit: 1000 })
    seq = all.at(-1)?.seq ?? seq
    return {
      all,
      in: (chatId) => all.filter((one) => one.chatId === chatId).map((one) => one.content.text),
    }
  }

  function base(personId: string, chatId: string, key?: string) {
    step += 1
    return {
      key: key ?? `test:${step}`,
      chat: { platform: 'console', externalId: chatId, isGroup: chatId.startsWith('g-') },
      sender: { externalId: personId, name: personId },
    }
  }

  return {
    clock,
    app: () => app,
    settle,
    async say(personId, text, at = {}) {
      const { chatId = group, images = [], isAddressed = true, key, ...quoted } = at
      const said = { kind: 'message' as const, text, isAddressed, images, ...quoted }
      await app.intake.accept({ ...base(personId, chatId, key), ...said })
      // While time stands still there is nothing for the jobs to do.
      if (settledAt?.getTime() !== clock.at.getTime()) return settle()
      await app.answer()
      return listen()
    },
    async click(personId, label, chatId) {
      const shown = (await consoleMessagesAfter(0, { chatId, limit: 1000 })).flatMap(
        (one) => one.content.buttons ?? [],
      )
      const action = decodeAction(shown.findLast((button) => button.label === label)?.action)
      if (!action) throw new Error(`no button ${label} in ${chatId}`)
      const { name, data } = action
      const { answer } = await app.intake.click({
        ...base(personId, chatId),
        kind: 'action',
        text: '',
        isAddressed: true,
        images: [],
        action: name,
        data,
      })
      return answer
    },
    async saidIn(chatId) {
      return (await consoleMessagesAfter(0, { chatId, limit: 1000 })).map((one) => one.content.text)
    },
  }
}
