import type { BusinessClock } from '../business-clock.ts'
import type { Config } from '../config.ts'
import type { Intake, Platform } from '../platform.ts'
import { createConsole } from './console/index.ts'
import { createVoice } from './voice/index.ts'

/** The platforms that are configured, one line each. */
export function createPlatforms(config: Config, intake: Intake, clock: BusinessClock): Platform[] {
  return [
    ...(config.console ? [createConsole({ ...config.console, clock }, intake)] : []),
    ...(config.voiceWebhook ? [createVoice({ webhook: config.voiceWebhook })] : []),
  ]
}
