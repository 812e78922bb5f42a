import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/long/**'],
          globalSetup: 'test/support/engine.ts',
          setupFiles: ['test/support/setup.ts'],
          // Tests mostly wait for the database: with the default, one less than cores, half the machine would idle.
          maxWorkers: 3,
          // Each file gets an empty database of its own worker, and loading the bot anew for each would take a third of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          globalSetup: 'test/support/engine.ts',
          setupFiles: ['test/support/setup.ts'],
          testTimeout: 600_000,
          // A busy machine draws a page late; what is waited for is waited for long enough.
          expect: { poll: { timeout: 20_000 } },
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
