import { normaliseText } from '../understanding/normalise-text.ts'

const again = /又|再次|复发|老毛病|重新/u
/** 又堵了, 半夜又冰了: nothing is named but the time, so that it must have been named before. */
const elliptic =
  /^(?:昨晚|昨天|昨夜|今天|今早|今晚|早上|晚上|半夜|夜里|刚才|刚刚|刚|现在|这会儿|这下|怎么|结果|得|好嘛|哎|唉|才|[,，。!\s])*又/u

/** Whether words tell that something has come back. */
export function isComingBack(text: string): boolean {
  return again.test(text)
}

/** Whether words tell that what was spoken of before has come back, without naming it. */
export function isComingBackUnnamed(text: string): boolean {
  return elliptic.test(normaliseText(text))
}
