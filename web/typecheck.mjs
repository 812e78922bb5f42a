// vue-tsc needs a TypeScript that is a JavaScript library; the project's own compiler is not one any more.
import { createRequire } from 'node:module'
import { run } from 'vue-tsc'

run(createRequire(import.meta.url).resolve('@typescript/typescript6/lib/tsc.js'))
