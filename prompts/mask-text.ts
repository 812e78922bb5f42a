import { normaliseText } from '../domain/understanding/normalise-text.ts'
import { maskKnownNames, maskLikelyNames } from './mask-names.ts'

type Mark = readonly [pattern: RegExp, placeholder: string]

const addresses: readonly Mark[] = [
  [/HTTPS?:\/\/\S+|WWW\.\S+/gu, '[链接]'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu, '[邮箱]'],
  [/(?<=(?:微信|VX|WX|WECHAT|QQ)号?[是为:\s]{0,2})[A-Z0-9_-]{5,}/gu, '[账号]'],
]

/** A number before one of these is a measure or a building, no room. */
const measure =
  '(?:\\.\\d+)?\\s?(?:[元块毛平米度年天斤瓦秒℃%#栋幢座]|号楼|号院|多[元块年天]|分钟|小时|公里|[KM]?W(?![A-Z]))'
/** What follows a building of three digits in a whole address. */
const restOfAddress = '-\\d{1,2}-\\d{3,4}(?!\\d)'
/** Numbers that anybody may call, and that say who nobody is. */
const service =
  '(?<=[打拨叫报]了?(?:电话)?\\s?)(?:110|119|120|122)(?!\\d)|(?<![-元])(?:110|119|120|122)(?=(?:已经|都|也)?[打拨叫报][了过])'
const room = `(?<![\\d¥$])\\d{3,4}(?!\\d)(?!${measure})(?!${restOfAddress})[A-Z]?(?:室|号房)?`

/** Tried in this order: the longest and clearest first, so that nothing is left over of them. */
const numbers: readonly Mark[] = [
  [/(?<!\d)\d{15}(?:\d{2}[\dX])?(?!\d)/gu, '[身份证号]'],
  [
    /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][-·•.\s]?(?=[A-Z]*\d)[A-Z0-9]{4,5}[A-Z0-9挂学警港澳]/gu,
    '[车牌]',
  ],
  [/(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s]?\d{4}){2}(?!\d)/gu, '[手机号]'],
  [/(?<!\d)(?:0\d{2,3}|400)(?:[-\s]?\d{3,4}){2}(?!\d)/gu, '[电话]'],
  // A code of letters and digits: part of a plate, a meter, an account. B1102 is a room.
  [/(?<![A-Z0-9])(?![A-Z]\d{3,4}(?![A-Z0-9]))(?=(?:[A-Z]*\d){3})(?=\d*[A-Z])[A-Z0-9]{5,}/gu, '[编号]'],
  [/\d{5,}|[零〇一二三四五六七八九幺]{7,}/gu, '[号码]'],
  [/(?<=(?<![A-Z0-9])[A-Z]-?)\d{3,4}(?!\d)室?/gu, '[房号]'],
  [new RegExp(`(?!${service})${room}`, 'gu'), '[房号]'],
  [/[零〇一二三四五六七八九幺]{3,4}(?![零〇一二三四五六七八九十百元块年天月楼层单栋])室?/gu, '[房号]'],
  [/[一二三四五六七八九]百[零〇一二三四五六七八九十]{0,4}(?:室|号房)/gu, '[房号]'],
  // Floor and side name a flat as well as its number does.
  [/(?<=\d(?:楼|层))[东西南北中]边?户/gu, '[房号]'],
]

/**
 * A text without whoever is in it: numbers, plates, rooms and names become placeholders, building and unit stay.
 * `names` are those the platform shows.
 */
export function maskText(text: string, names: readonly string[]): string {
  const known = maskKnownNames(normaliseText(text), names.map(normaliseText))
  return maskMarks(maskLikelyNames(maskMarks(known, addresses)), numbers)
}

/** Whether nothing in a text would have to be masked. */
export function isMasked(text: string, names: readonly string[]): boolean {
  return maskText(text, names) === normaliseText(text)
}

function maskMarks(text: string, marks: readonly Mark[]): string {
  return marks.reduce((masked, [pattern, placeholder]) => masked.replace(pattern, placeholder), text)
}
