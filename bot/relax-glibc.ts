/*
 * A shared library records, for every symbol it imports, the glibc release whose version of it was current
 * at link time. The embedded engine was linked against 2.38 and therefore refuses to load on Debian 12
 * (2.36), although it uses nothing that is new there: seven functions only got a second version. Here they
 * are pointed back at the first version, which every x86-64 glibc still carries.
 *
 * @see https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html
 * @see https://man7.org/linux/man-pages/man5/elf.5.html
 */
import { readFileSync, writeFileSync } from 'node:fs'

/** The oldest glibc on which a relaxed library loads; imports up to this release are left alone. */
export const relaxedGlibc = '2.36'

/** The version every symbol of the original x86-64 port carries. */
const firstVersion = 'GLIBC_2.2.5'
/** C23 variants that additionally read `0b101`: the classic function is the rest of the name. */
const c23Prefix = '__isoc23_'
/** Functions whose newer version differs only in not setting `errno`. */
const sameNameBefore = new Set(['fmod', 'fmodf'])

const machineX64 = 62
const segment = { load: 1, dynamic: 2 }
const tag = {
  strtab: 5,
  symtab: 6,
  gnuHash: 0x6ffffef5,
  versym: 0x6ffffff0,
  verneed: 0x6ffffffe,
  verneednum: 0x6fffffff,
}
const symbolSize = 24
const weakRequirement = 2

interface Segment {
  address: number
  offset: number
  size: number
}

/** The tables of the dynamic section, as offsets into the file. */
interface Tables {
  strings: number
  symbols: number
  symbolVersions: number
  requirements: number
  requirementCount: number
  /** Symbols below this number are imports; the hash table, which lists exports, begins with it. */
  importsEnd: number
}

/** "This library needs that version from that file". */
interface Requirement {
  offset: number
  index: number
  version: string
  file: string
}

/**
 * Writes to `target` a copy of an x86-64 ELF library that loads on glibc 2.36 and says which imports were
 * rebound; throws, writing nothing, when an import has no older equivalent it knows.
 */
export function relaxGlibc(source: string, target: string): string[] {
  const bytes = readFileSync(source)
  assertX64(bytes, source)
  const tables = findTables(bytes)
  const requirements = readRequirements(bytes, tables)
  const rebound = rebindImports(bytes, tables, requirements)
  for (const { offset, version } of requirements) {
    // A weak requirement is one the loader does not insist on.
    if (isTooNew(version)) bytes.writeUInt16LE(bytes.readUInt16LE(offset + 4) | weakRequirement, offset + 4)
  }
  writeFileSync(target, bytes, { mode: 0o700 })
  return rebound
}

function assertX64(bytes: Buffer, source: string): void {
  const isElf64 =
    bytes.length >= 64 && bytes.readUInt32BE(0) === 0x7f454c46 && bytes[4] === 2 && bytes[5] === 1
  if (!isElf64 || bytes.readUInt16LE(18) !== machineX64)
    throw new Error(`not an x86-64 ELF library: ${source}`)
}

function findTables(bytes: Buffer): Tables {
  const { loaded, dynamic } = readSegments(bytes)
  const entries = readDynamic(bytes, dynamic)
  const read = (wanted: number): number => {
    const value = entries.get(wanted)
    if (value === undefined) throw new Error(`no entry ${wanted.toString(16)} in the dynamic section`)
    return value
  }
  const locate = (wanted: number): number => toOffset(read(wanted), loaded)
  return {
    strings: locate(tag.strtab),
    symbols: locate(tag.symtab),
    symbolVersions: locate(tag.versym),
    requirements: locate(tag.verneed),
    requirementCount: read(tag.verneednum),
    importsEnd: bytes.readUInt32LE(locate(tag.gnuHash) + 4),
  }
}

function readSegments(bytes: Buffer): { loaded: Segment[]; dynamic: Segment } {
  const [start, size, count] = [readWord(bytes, 32), bytes.readUInt16LE(54), bytes.readUInt16LE(56)]
  const loaded: Segment[] = []
  let dynamic: Segment | undefined
  for (let header = start; header < start + size * count; header += size) {
    const found = {
      offset: readWord(bytes, header + 8),
      address: readWord(bytes, header + 16),
      size: readWord(bytes, header + 32),
    }
    const type = bytes.readUInt32LE(header)
    if (type === segment.load) loaded.push(found)
    if (type === segment.dynamic) dynamic = found
  }
  if (!dynamic) throw new Error('no dynamic section')
  return { loaded, dynamic }
}

function readDynamic(bytes: Buffer, { offset, size }: Segment): Map<number, number> {
  const entries = new Map<number, number>()
  for (let at = offset; at < offset + size; at += 16) {
    const key = readWord(bytes, at)
    if (key === 0) break
    entries.set(key, readWord(bytes, at + 8))
  }
  return entries
}

function readRequirements(bytes: Buffer, tables: Tables): Requirement[] {
  const found: Requirement[] = []
  let file = tables.requirements
  for (let n = 0; n < tables.requirementCount; n++) {
    const name = readText(bytes, tables.strings + bytes.readUInt32LE(file + 4))
    let offset = file + bytes.readUInt32LE(file + 8)
    for (let left = bytes.readUInt16LE(file + 2); left > 0; left--) {
      const version = readText(bytes, tables.strings + bytes.readUInt32LE(offset + 8))
      found.push({ offset, index: bytes.readUInt16LE(offset + 6), version, file: name })
      offset += bytes.readUInt32LE(offset + 12)
    }
    file += bytes.readUInt32LE(file + 12)
  }
  return found
}

function rebindImports(bytes: Buffer, tables: Tables, requirements: readonly Requirement[]): string[] {
  const byIndex = new Map(requirements.map((requirement) => [requirement.index, requirement]))
  const rebound: string[] = []
  for (let n = 1; n < tables.importsEnd; n++) {
    const versionAt = tables.symbolVersions + 2 * n
    // The highest bit only says "hidden".
    const required = byIndex.get(bytes.readUInt16LE(versionAt) & 0x7fff)
    if (!required || !isTooNew(required.version)) continue

    const older = requirements.find(({ file, version }) => file === required.file && version === firstVersion)
    if (!older) throw new Error(`${required.file} is not asked for ${firstVersion}`)
    const symbol = tables.symbols + symbolSize * n
    const nameAt = bytes.readUInt32LE(symbol)
    const name = readText(bytes, tables.strings + nameAt)
    const olderName = findOlderName(name, required.version)
    // The older name is the tail of the newer one, so it is already in the string table.
    bytes.writeUInt32LE(nameAt + name.length - olderName.length, symbol)
    bytes.writeUInt16LE(older.index, versionAt)
    rebound.push(`${name}@${required.version} -> ${olderName}@${firstVersion}`)
  }
  return rebound
}

function findOlderName(name: string, version: string): string {
  if (name.startsWith(c23Prefix)) return name.slice(c23Prefix.length)
  if (sameNameBefore.has(name)) return name
  throw new Error(`no older equivalent known for ${name}@${version}`)
}

/** True for a version such as `GLIBC_2.38`, false for `GLIBC_2.36`, `GCC_3.0` or `GLIBC_PRIVATE`. */
function isTooNew(version: string): boolean {
  const release = /^GLIBC_(?<release>\d+\.\d+)/.exec(version)?.groups?.release
  return release !== undefined && isOlderGlibc(relaxedGlibc, release)
}

/** Compares two glibc releases such as `2.9` and `2.36` by number, not by text. */
export function isOlderGlibc(release: string, than: string): boolean {
  const [major = 0, minor = 0] = release.split('.').map(Number)
  const [thanMajor = 0, thanMinor = 0] = than.split('.').map(Number)
  return major < thanMajor || (major === thanMajor && minor < thanMinor)
}

function toOffset(address: number, loaded: readonly Segment[]): number {
  const home = loaded.find((one) => address >= one.address && address < one.address + one.size)
  if (!home) throw new Error(`address ${address.toString(16)} is in no segment`)
  return home.offset + address - home.address
}

function readWord(bytes: Buffer, offset: number): number {
  return Number(bytes.readBigUInt64LE(offset))
}

function readText(bytes: Buffer, offset: number): string {
  return bytes.toString('latin1', offset, bytes.indexOf(0, offset))
}
