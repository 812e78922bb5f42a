import { normaliseText } from '../understanding/normalise-text.ts'

const ownFault =
  /(?:原来|哦+|噢+|哎呀|咳|嗐)[,，\s]*(?:是|就是)?我(?:家|自己|们家|这).{0,14}(?:跳|关|没|忘|坏|弄|碰|拔|设|欠费|停了)|是我(?:自己|家)?(?:的问题|没.{1,6}|忘.{1,6}|弄错|搞错|看错|记错)|打扰(?:大家|各位|邻居)|虚惊一场|(?:大家|各位)(?:当我没说|忽略)|不是(?:漏|停|坏|着火|煤气).{0,8}是/u

/** Whether words say that there was no matter at all: 哦哦是我家空开跳了，打扰大家. */
export function isTakenBack(text: string): boolean {
  return ownFault.test(normaliseText(text))
}
