import process from 'node:process'
import { ConfigError } from './config.ts'

/** Adds what `.env` says to the environment; a missing file is fine, because everything has a default. */
export function readDotEnv(): void {
  try {
    process.loadEnvFile()
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code !== 'ENOENT') throw new ConfigError([`.env 读不了，请检查它的权限和内容：${message}`])
  }
}
