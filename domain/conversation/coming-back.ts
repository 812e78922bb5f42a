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

const goingOn =
  /^(?:这会儿|现在|那边|他们?|她们?|都|[啊哎唉呀,，\s])*(?:还在|仍在?|越来越|比(?:刚才|昨天|早上)|一直在)|^不是[^,，]{1,10}[,，]\s*是|^就在?我(?:家|们)?(?:头顶|楼上|楼下|门口|窗|隔壁|对面)/u

/** Whether words go on about what is going on, without naming it: 还在摔瓶子, 越来越大了, 就在我头顶. */
export function isGoingOn(text: string): boolean {
  return goingOn.test(normaliseText(text))
}

const stillSo =
  /照样|哪门子|还是(?:没|不|那样|老样|原样|黑|漏|堵|响|臭|冷|凉)|(?:根本|压根|确实|就)没|一[根点个下样处](?:都|也)?没[动修换剪清扫]|没(?:修|动|亮|热|好|清|剪|换|通)(?:$|[,，。!！?？啊呢呀])|[修剪清换扫补]的(?:是|哪|什么)|白修|等于没|跟没[修换剪清扫]/u

/** Whether words deny that what was called done is done: 修的哪门子灯, 我窗前这棵一根没动. */
export function isStillSo(text: string): boolean {
  return stillSo.test(normaliseText(text))
}
