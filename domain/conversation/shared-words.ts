import { normaliseText } from '../understanding/normalise-text.ts'

/** Pairs of characters that stand in any talk and tie nothing to anything. */
const common = new Set(
  `我家 我们 咱们 你们 他们 大家 家里 人家 谁家 这个 那个 一个 两个 什么 怎么 没有 不是 是不 有人 没人 物业 小区 现在 今天 昨天 昨晚 刚才 已经
   就是 还是 不能 能不 可以 知道 不知 看看 一下 这边 那边 这里 那里 楼道 号楼 单元 楼上 楼下 门口 电话 师傅 孩子 老人 起来 出来 下来 过来 进来
   回来 了吗 了啊 的时 时候 自己 真是 太多 好几 几天 一直 天天 半天 多久 好久 怎么 这么 那么 也是 都是 不了 得了 家的 我的 你的 的了 来了 去了`.split(
    /\s+/u,
  ),
)
const mark = /[A-Z]\d*(?:区|口|座|栋)|[A-Z]{2,}\d*|\d{3,}/gu
const han = /^\p{Script=Han}{2}$/u
const mostPairs = 3
/** E区 or 蒙K88 is said of one thing only. */
const byMark = 5

/** How much two texts name the same things, in points of `evidence`. */
export function sharedWords(a: string, b: string): number {
  const [one, other] = [normaliseText(a), normaliseText(b)]
  const marks = new Set(one.match(mark) ?? [])
  if ((other.match(mark) ?? []).some((word) => marks.has(word))) return byMark
  const known = pairs(one)
  return Math.min(mostPairs, [...pairs(other)].filter((pair) => known.has(pair)).length)
}

function pairs(text: string): Set<string> {
  const found = new Set<string>()
  for (let at = 0; at + 2 <= text.length; at++) {
    const pair = text.slice(at, at + 2)
    if (han.test(pair) && !common.has(pair)) found.add(pair)
  }
  return found
}
