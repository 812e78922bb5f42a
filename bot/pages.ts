import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type Router from '@koa/router'
import type { Context } from 'koa'

/** Where the built pages are, from the sources as from the compiled program. */
const built = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/web/' : '../web/', import.meta.url),
)

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}
const compressible = ['.html', '.js', '.css', '.svg']

/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const pageHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

interface BuiltFile {
  bytes: Buffer
  gzip: Buffer | null
  type: string
  etag: string
}

function readBuilt(): Map<string, BuiltFile> {
  if (!existsSync(built)) return new Map()
  const names = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter(
    (name) => extname(name) in types,
  )
  return new Map(names.map((name) => [`/${name}`, readFile(name)]))
}

function readFile(name: string): BuiltFile {
  const bytes = readFileSync(join(built, name))
  const ending = extname(name)
  return {
    bytes,
    gzip: compressible.includes(ending) ? gzipSync(bytes) : null,
    type: types[ending] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  }
}

/**
 * Serves the built pages out of memory: names it does not know do not exist, so no path can lead outside. Returns what
 * answers a browser at any other address: the page that says so.
 */
export function pageRoutes(router: Router, paths: readonly string[]): (ctx: Context) => void {
  const files = readBuilt()
  for (const name of files.keys()) {
    router.get(name, (ctx) => {
      const isHashed = name.startsWith('/assets/')
      ctx.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      answer(ctx, files.get(name))
    })
  }
  for (const path of paths) {
    router.get(path, (ctx) => {
      ctx.set('Cache-Control', 'no-store')
      answer(ctx, files.get('/index.html'))
    })
  }
  return (ctx) => {
    ctx.set('Cache-Control', 'no-store')
    answer(ctx, files.get('/index.html'), 404)
  }
}

function answer(ctx: Context, file: BuiltFile | undefined, status = 200): void {
  if (!file) {
    ctx.status = status === 200 ? 503 : status
    ctx.body = '页面还没有构建，请先运行 npm run build。'
    return
  }
  ctx.set(pageHeaders)
  ctx.set('ETag', file.etag)
  ctx.vary('Accept-Encoding')
  ctx.status = status
  if (ctx.fresh) {
    ctx.status = 304
    return
  }
  const isZipped = file.gzip !== null && ctx.acceptsEncodings('gzip', 'identity') === 'gzip'
  if (isZipped) ctx.set('Content-Encoding', 'gzip')
  ctx.type = file.type
  ctx.body = isZipped ? file.gzip : file.bytes
}
