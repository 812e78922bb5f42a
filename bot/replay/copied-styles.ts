import { timePattern } from './said-time.ts'

/** How copied text tells who said something: `name`, `time` and perhaps the first words, in one line. */
export interface Style {
  name: string
  head: RegExp
  hasTime: boolean
}

const name = '(?<name>[^\\n:：]{1,30}?)'
const member = '(?:[(（][^()（）]{1,24}[)）]|<[^<>]{1,40}>)?'
const time = `(?<time>${timePattern})`
const bracketed = `[[【(（]?${time}[\\]】)）]?`

/** The forms in which clients and exports write a chat, those with most to go by first. */
export const styles: readonly Style[] = [
  {
    name: '时间 姓名：内容',
    hasTime: true,
    head: new RegExp(`^${bracketed}\\s+${name}${member}\\s?[:：]\\s?(?<text>.*)$`, 'u'),
  },
  {
    name: '姓名 时间：内容',
    hasTime: true,
    head: new RegExp(`^${name}${member}\\s+${bracketed}\\s?[:：](?!\\d\\d$)\\s?(?<text>\\S.*)$`, 'u'),
  },
  {
    name: '时间 姓名，下一行起是内容',
    hasTime: true,
    head: new RegExp(`^${bracketed}\\s+${name}${member}$`, 'u'),
  },
  {
    name: '姓名 时间，下一行起是内容',
    hasTime: true,
    head: new RegExp(`^${name}${member}\\s*(?<=[\\s)）>])${bracketed}\\s?[:：]?$`, 'u'),
  },
  {
    name: '姓名：内容',
    hasTime: false,
    head: /^(?<name>[^\n:：，。！？,!?;；]{1,24}?)\s?[:：]\s?(?<text>.*)$/u,
  },
]
