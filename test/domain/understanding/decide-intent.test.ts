import { describe, expect, it } from 'vitest'
import type { Intent, TriageContext } from '../../../domain/triage.ts'
import { triageByRules } from '../../../domain/understanding/triage-by-rules.ts'

function intentOf(text: string, context: TriageContext = {}): Intent {
  return triageByRules(text, context).intent
}

describe('what a message is for', () => {
  it.each<[Intent, string]>([
    ['complaint', '3号楼2单元电梯坏了'],
    ['complaint', '8号楼停水了吗？我家一滴都没有'],
    ['complaint', '保安真是五星级待遇，一人一张躺椅，外卖随便进'],
    ['urge', '报修三天了，还没人来'],
    ['urge', '催一下5号楼电梯'],
    ['dissatisfied', '还是不行，修了跟没修一样'],
    ['dissatisfied', '没修好，又漏了'],
    ['withdraw', '算了不修了'],
    ['withdraw', '好了不用来了'],
    ['withdraw', '俺家漏水找着原因了，物业甭来了'],
    ['satisfied', '修好了，谢谢'],
    ['satisfied', '来水了，谢谢物业'],
    ['satisfied', '满意'],
    ['praise', '给保洁王姐点个赞，辛苦了'],
    ['fee_question', '物业费一平米多少钱'],
    ['fee_question', '取暖费什么时候交，网上能交不'],
    ['poll_answer', '1'],
    ['poll_answer', 'A'],
    ['poll_answer', '同意，12号楼2单元1801'],
    ['poll_answer', '选B'],
    ['meeting_question', '业主大会几点开会，能代签吗'],
    ['command', '@小助手 导出本周6号楼的诉求'],
    ['chatter', '哈哈哈哈'],
    ['chatter', '隔壁小区停水三天了，看新闻说的'],
    ['chatter', '谁家有打气筒借用一下'],
    ['chatter', '出闲置婴儿床一张，九成新，自提'],
    ['other', '是2单元不是1单元'],
  ])('%s: %s', (intent, text) => {
    expect(intentOf(text)).toBe(intent)
  })

  it('takes a broadcast of the property for a notice and its patrol for a complaint', () => {
    const property = { role: 'property' } as const

    expect(intentOf('各位业主，9号楼电梯今天保养，给您带来不便敬请谅解', property)).toBe('notice')
    expect(intentOf('巡逻发现南围墙铁栏杆断了，请工程部修复', property)).toBe('complaint')
  })
})
