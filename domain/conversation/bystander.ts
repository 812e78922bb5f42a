import { normaliseText } from '../understanding/normalise-text.ts'

const question = /[?]$|(?:吗|[你们]呢|么|哪|啥|几号楼|几单元|哪户|哪栋|哪家|哪一户|怎么回事)[?!.。]*$/u
/** 我家有啊, 三单元倒是热的, 我这没闻到: it is not so at the speaker's. */
const denial =
  /倒是|(?:我家|我们家|我这|我们这|我们单元|我)(?:这边|这儿|里)?(?:都|还)?(?:也?有(?:[水电气网暖]|信号)?[啊呀的呢嘛]?[。!,]*$|有啊|没事|正常|好着|好好的|挺好|能用|没闻|没听|没感觉|没停|没断|没漏)|没有啊|没问题啊|好着呢|都正常|(?:单元|号楼|栋|楼|层)(?:这边)?(?:都|也|倒)?(?:有[水电气网]|没停|没断|没闻到|好好的|正常)|亮着|没停吧|我(?:这|家)没/u
/** Who is to blame answers: it is neither a report nor an agreement. */
const apology =
  /不好意思|对不起|对不住|抱歉|我的锅|^我的我的|(?:是|我)我?家(?:的|客人|孩子|娃|狗|猫|车).{0,6}(?:的|马上|这就|我)|马上(?:挪|下来|下去|停|关|弄走|清)|我(?:下去|这就|马上|去)(?:挪|铲|清|关|收|弄)/u

/** A letter that names no building: B，耐脏 answers somebody's question. */
const vote = /^(?:我?[选投要])?[A-F](?:$|[\s,、。.+])/u
const longestVote = 10
const whereabouts =
  /几号楼|几栋|几单元|几层|几楼|哪[栋户层家边头扇部台片]|哪个?(?:楼|单元|门)|哪一[栋户层边头扇部台片]|什么位置|位置在|在哪|哪里/u

/** Whether words are a vote. */
export function isVote(text: string): boolean {
  const normal = normaliseText(text)
  return normal.length <= longestVote && vote.test(normal)
}

/** Whether words ask where something is, as one asks who has just told of a matter. */
export function isAskingWhere(text: string): boolean {
  return whereabouts.test(normaliseText(text))
}

/** Whether words only ask the others something. */
export function isAsking(text: string): boolean {
  return question.test(normaliseText(text).trim())
}

const choice = /是.{1,12}还是.|有没有|是不是|能不能/u

/** Whether words leave the others a choice: 是全屋没电还是一路没电. */
export function isChoice(text: string): boolean {
  return choice.test(normaliseText(text))
}

/** Whether words say that the matter is not so at the speaker's. */
export function isDenial(text: string): boolean {
  return denial.test(normaliseText(text))
}

/** Whether words are those of somebody who caused the matter and answers for it. */
export function isApology(text: string): boolean {
  return apology.test(normaliseText(text))
}
