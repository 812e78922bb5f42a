import type { Location, TriageContext } from '../triage.ts'
import { readAddress } from '../understanding/address.ts'
import { normaliseText } from '../understanding/normalise-text.ts'

const cue =
  /(?:^|[,，。;；\s])(?:不对|错了|说错|打错|写错|报错|更正|纠正|搞错|弄错|记错|不是|应该是)|不是.{1,8}[,，]?是|是.{1,10}[,，]?不是/u
const negated = /(?:不是|不在|别去|而非)[^是，,。;；!]{1,12}/gu
const ownRoom = /我(?:家|们家)?(?:是|在|住)?\s?(?<room>\d{3,4})(?!\d)/u

type Address = Pick<Location, 'building' | 'unit' | 'room'>

/** What a correction puts in place of what was said before: 是2单元不是1单元; null when words correct no address. */
export function readCorrection(text: string, context: TriageContext = {}): Address | null {
  const normal = normaliseText(text)
  if (!cue.test(normal)) return null
  const said = readAddress(normal.replace(negated, ''), context)
  const own = ownRoom.exec(normal)?.groups?.room
  const address = own ? { ...said, room: own } : said
  return address.building || address.unit || address.room ? address : null
}
