// Runs before each test file. Vitest already fails a run on an unhandled rejection or exception, and a file that
// needs the database asks for it with `useDatabase()`, so that tests of pure rules pay for nothing.
export {}
