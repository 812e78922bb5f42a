import type { Platform, SendResult } from '../../bot/platform.ts'
import type { Content } from '../../domain/message.ts'

/** A platform that notes what it is given to send and answers as the test says. */
export interface FakePlatform extends Platform {
  sent: { to: string; text: string; key: string }[]
  /** Answers for the next sends; afterwards everything is sent. */
  answers: (SendResult | Error)[]
}

/** Makes a platform named `fake`. */
export function createFakePlatform(capabilities: Partial<Platform['capabilities']> = {}): FakePlatform {
  const fake: FakePlatform = {
    name: 'fake',
    capabilities: {
      hears: 'mentions',
      privateMessages: true,
      mentions: false,
      repeatableSend: false,
      ...capabilities,
    },
    sent: [],
    answers: [],
    routes() {},
    async start() {},
    async stop() {},
    state: () => 'up',
    async send(to, content: Content, key) {
      fake.sent.push({ to: 'chat' in to ? to.chat : to.person, text: content.text, key })
      const answer = fake.answers.shift() ?? { result: 'sent', proof: 'p' }
      if (answer instanceof Error) throw answer
      return answer
    },
  }
  return fake
}
