import { normaliseText } from '../understanding/normalise-text.ts'

/** 接龙 and votes in a chat that talks of a fault: 1, +1, 扣1. */
const count = /^(?:\+1|加1|加一|扣1|1)(?!\d|号|栋|单元|楼|-)/u
const nod =
  /^(?:同(?:问|求|感|样|上|此|款)|一样|附议|就是|可不是|可不|是[啊呀的]|对[头啊的呀]|没错|确实|谁说不是|顶)/u
/** 也 with somebody or somewhere before it, or with what is wrong after it. */
const too =
  /(?:我|咱|家|这边|这儿|这里|这|楼|单元|层|栋|座|户|室|\d{3,4}|们)(?:这边|这儿|这里|家里|家|屋里|屋|里|那边)?(?:的|刚才|刚刚|昨天|昨晚|今天|今早)?(?:\S{1,4})?也|(?:^|[,。!?\s])也(?:是|没|不|停|断|漏|冷|闻|听|遇|这样|一样|滴|黑|堵|坏|灭)|(?<![A-F]\s?)\+1(?!\d)|同样的(?:问题|情况)|一样的(?:问题|情况)|都(?:一样|这样)/u
/** 我屋也是, 密码也不顶用: the same matter, whatever else the words may sound like. */
const same =
  /^.{0,8}也(?:是(?!关)|一样|这样)|也(?:没有?得?用|不行|不管用|不顶用|不好使|用不了|没反应|扫不|刷不|打不)/u
/** 我也要两份 is about something for sale, 我家也好了 is good news. */
const otherToo =
  /也(?:想?要|来(?!水|电)|去|买|订|拼|报名|可以|行|好了|热了|来[水电气]了|亮了|通了|能用了|正常|有(?:了|[水电气啊呀])|不错|挺好|祝|谢)/u

/** How words say that it is the same here: a bare nod (+1, 同问, 对头), that it is the same (我家也是), or what is so at the speaker's as well (我家也没水); null when they do not. */
export function agreementIn(text: string): 'nod' | 'same' | 'too' | null {
  const normal = normaliseText(text)
  if (otherToo.test(normal)) return null
  if (count.test(normal) || nod.test(normal)) return 'nod'
  if (same.test(normal)) return 'same'
  return too.test(normal) ? 'too' : null
}
