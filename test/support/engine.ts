import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openEmbedded } from '../../bot/embedded-mongodb.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    engineUri: string
  }
}

/** Opens one engine for the whole run and tells every worker its address; MONGODB_TEST_URI replaces it. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.MONGODB_TEST_URI
  if (given) {
    project.provide('engineUri', given)
    return undefined
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'linsheng-test-'))
  const engine = await openEmbedded(dataDir)
  // Tests survive no crash, and waiting for the disk is most of the cost of a small write.
  const uri = engine.uri.replace('&journal=true', '')
  project.provide('engineUri', uri)
  // One engine per process: the setup of a second project in the same run shares this one.
  process.env.MONGODB_TEST_URI = uri
  return async () => {
    delete process.env.MONGODB_TEST_URI
    await engine.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
