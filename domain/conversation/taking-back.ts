import { normaliseText } from '../understanding/normalise-text.ts'

const ownFault =
  /(?:原来|哦+|噢+|哎呀|咳|嗐)[,，\s]*(?:是|就是)?我(?:家|自己|们家|这).{0,14}(?:跳|关|没|忘|坏|弄|碰|拔|设|欠费|停了)|是我(?:自己|家)?(?:的问题|没.{1,6}|忘.{1,6}|弄错|搞错|看错|记错)|打扰(?:大家|各位|邻居)|虚惊一场|(?:大家|各位)(?:当我没说|忽略)|不是(?:漏|停|坏|着火|煤气).{0,8}是/u

/** 不用来了, 发错群了, 破案了, 车找到了: nobody needs to do anything any more. */
const nothingToDo =
  /别管(?:我|它)?了?$|发错(?:群|人|地方)?了?|乌龙|破案了|白(?:紧张|担心|操心|忙|激动)|(?:搞|弄|看|听|闻)(?:错|岔|混)了?|误会(?:了|一场|大家)|找(?:到|着)了|不用(?:来|修|查|管|麻烦|派人|上门)?了|不(?:麻烦|劳烦|劳驾)(?:大家|各位|你们|物业)?了|当我没(?:说|问)|撤回|取消(?:了|吧|[,。!\s]|取消|$)|自(?:己|个儿?)(?:弄|修|搞|整|捣鼓)好了/u

const correctedPlace = /\d(?:单元|号楼|栋|座|楼|层|室)|\d-\d/u

/** Whether words say that there was no matter at all: 哦哦是我家空开跳了，打扰大家. */
export function isTakenBack(text: string): boolean {
  const normal = normaliseText(text)
  // 搞错了，是1单元 says where it is, not that there is nothing.
  return ownFault.test(normal) || (nothingToDo.test(normal) && !correctedPlace.test(normal))
}
