import Router from '@koa/router'
import Koa from 'koa'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { dossierApi } from './dossier/routes.ts'
import { HttpError } from './http-error.ts'
import { newIncidentCode } from './incident.ts'
import { pageApi } from './page-api.ts'
import { pageRoutes } from './pages.ts'
import type { Intake, Platform } from './platform.ts'

/** What `/healthz` says. */
export interface Health {
  status: 'ok' | 'unavailable'
  database: 'up' | 'down'
  platforms: Record<string, string>
  jobs: 'up' | 'down'
  /** Rows not applied yet, and the age of the oldest in seconds. */
  inbound: { waiting: number; oldestSeconds: number }
}

interface ServerParts {
  platforms: Iterable<Platform>
  health(): Promise<Health>
  metrics: Registry
  logger: Logger
  /** Whether the simulator's page is shown at `/`. */
  hasConsole: boolean
  /** What the pages need. */
  intake: Intake
  now(): Date
  secrets: readonly string[]
  publicUrl(): string | null
  isSecure: boolean
}

/** Makes the HTTP side: health, metrics, and the routes of each platform, under one error boundary. */
export function createServer({ platforms, health, metrics, logger, hasConsole, ...page }: ServerParts): Koa {
  const app = new Koa()
  const router = new Router()
  router.get('/healthz', async (ctx) => {
    const found = await health()
    ctx.status = found.status === 'ok' ? 200 : 503
    ctx.body = found
  })
  router.get('/metrics', async (ctx) => {
    ctx.type = metrics.contentType
    ctx.body = await metrics.metrics()
  })
  for (const platform of platforms) platform.routes(router)
  pageApi(router, page)
  dossierApi(router, page)
  const showMissing = pageRoutes(router, [
    ...(hasConsole ? ['/'] : []),
    '/l/:token',
    '/ticket/:id',
    '/dossier/:id',
    '/household',
  ])
  app.use(errorBoundary(logger))
  app.use(router.routes())
  app.use(router.allowedMethods({ throw: true, methodNotAllowed: wrongMethod, notImplemented: wrongMethod }))
  app.use((ctx) => {
    if (isForPage(ctx)) return showMissing(ctx)
    ctx.status = 404
    ctx.body = { error: { code: 'not_found', message: '没有这个地址。' } }
  })
  // Broken connections are nobody's fault and need no stack trace on the console.
  app.on('error', (error) => logger.debug({ err: error }, 'a connection broke off'))
  return app
}

/** Whether a person looks for a page there, and not a program for data. */
function isForPage(ctx: Koa.Context): boolean {
  const isLooking = ctx.method === 'GET' || ctx.method === 'HEAD'
  return (
    isLooking && ctx.get('Accept').includes('text/html') && !/^\/(?:console\/)?api(?:\/|$)/u.test(ctx.path)
  )
}

function wrongMethod(): HttpError {
  return new HttpError(405, 'wrong_method', '这个地址不支持这种请求方式。')
}

function errorBoundary(logger: Logger): Koa.Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      if (error instanceof HttpError) {
        logger.info({ code: error.code, path: ctx.path }, 'request refused')
        ctx.status = error.status
        if (error.retryAfter !== null) ctx.set('Retry-After', String(error.retryAfter))
        ctx.body = { error: { code: error.code, message: error.message } }
        return
      }
      const incident = newIncidentCode()
      logger.error({ err: error, incident, path: ctx.path }, 'a request failed')
      ctx.status = 500
      ctx.body = { error: { code: 'internal', message: `出错了，请把编号 ${incident} 告诉管理员。` } }
    }
  }
}
