import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'

/** How long open requests may take to finish when the process ends. */
const closingMs = 5_000

/** Listens; a port in use or a forbidden one is said with its remedy. */
export async function listen(handle: RequestListener, at: { host: string; port: number }): Promise<Server> {
  const server = createServer(handle)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, at)))
    server.listen(at.port, at.host, resolve)
  })
  return server
}

function explained(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  const remedy: Record<string, string> = {
    EADDRINUSE: `端口 ${port} 已被占用，请换一个 PORT，或先停掉占用它的程序`,
    EACCES: `没有权限监听端口 ${port}，请用 1024 以上的 PORT`,
    EADDRNOTAVAIL: `这台机器没有地址 ${host}，请检查 HOST`,
  }
  return new Error(remedy[error.code ?? ''] ?? `无法监听 ${host}:${port}`, { cause: error })
}

/** Takes no new requests, waits for those under way, and cuts what is still open after a few seconds. */
export async function closeServer(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), closingMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(cut)
}
