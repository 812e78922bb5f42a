import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMasked, maskText } from '../../prompts/mask-text.ts'

describe('masking', () => {
  it.each([
    ['3-2-501漏水', '3-2-[房号]漏水'],
    ['3-2-110漏水', '3-2-[房号]漏水'],
    ['501室没电', '[房号]没电'],
    ['3号楼2单元501跳闸', '3号楼2单元[房号]跳闸'],
    ['十二号楼三单元三零二', '12号楼3单元[房号]'],
    ['五百零一室渗水', '[房号]渗水'],
    ['B1102楼上吵', 'B[房号]楼上吵'],
    ['B座1102', 'B座[房号]'],
    ['12#2-501', '12#2-[房号]'],
    ['３－８０２返水', '3-[房号]返水'],
    ['往1402漏呢', '往[房号]漏呢'],
    ['5楼西户装修', '5楼[房号]装修'],
    ['301-2-1502', '301-2-[房号]'],
  ])('hides the room and keeps building and unit: %s', (text, masked) => {
    expect(maskText(text, [])).toBe(masked)
  })

  it.each([
    ['电话13812345678', '电话[手机号]'],
    ['138 1234 5678', '[手机号]'],
    ['+86-138-1234-5678', '[手机号]'],
    ['１３８１２３４５６７８', '[手机号]'],
    ['幺三八零零幺三八零零零', '[号码]'],
    ['0472-5551234', '[电话]'],
    ['400-820-8820', '[电话]'],
    ['身份证150202199001011234', '身份证[身份证号]'],
    ['15020219900101123X', '[身份证号]'],
    ['蒙B12345挡路', '[车牌]挡路'],
    ['蒙B·12345', '[车牌]'],
    ['京 AD12345', '京 [编号]'],
    ['卡号6222021234567890123', '卡号[号码]'],
    ['微信wx_abc12345', '微信[账号]'],
    ['发到li.yang@example.com', '发到[邮箱]'],
    ['看https://example.com/a?b=1', '看[链接]'],
  ])('hides what says who somebody is: %s', (text, masked) => {
    expect(maskText(text, [])).toBe(masked.toUpperCase())
  })

  it.each([
    ['老王说王师傅来过', '老[人名]说[人名]师傅来过'],
    ['李建国先生摔了', '[人名]先生摔了'],
    ['欧阳阿姨在等', '[人名]阿姨在等'],
    ['何大爷没下楼', '[人名]大爷没下楼'],
    ['陈工没来', '[人名]工没来'],
    ['我是李梅，3号楼的', '我是[人名],3号楼的'],
    ['业主赵丽颖家漏水', '业主[人名]家漏水'],
    ['楼上王敏家养狗', '楼上[人名]家养狗'],
    ['@阳光雨露 你家水管', '@[人名] 你家水管'],
    ['「5-1-301 老李：电梯又停了」没人修', '「[人名]:电梯又停了」没人修'],
  ])('hides names: %s', (text, masked) => {
    expect(maskText(text, [])).toBe(masked)
  })

  it('hides the names the platform shows, whole or in part', () => {
    expect(maskText('5-1-301 大漠孤烟 说大漠孤烟家漏水', ['5-1-301 大漠孤烟'])).toBe('[人名] 说[人名]家漏水')
  })

  it('does not take an office for a name', () => {
    expect(maskText('物业不管,3号楼管家也不管', ['3号楼管家', '物业'])).toBe('物业不管,[人名]也不管')
  })

  it.each([
    '施工队半夜施工',
    '物业经理不接电话',
    '谢谢师傅',
    '门卫大爷不管',
    '小区小程序打不开',
    '老胡同小高层',
    '周末保安不在',
    '停车费从80涨到150元',
    '等了300多天',
    '101号楼没电',
    '打了119',
    '2025年交的房',
    '@小邻 电梯坏了',
  ])('leaves the matter alone: %s', (text) => {
    expect(isMasked(text, [])).toBe(true)
  })

  it('never leaves a phone, an id, a plate or a room in a sentence', () => {
    const digits = (length: number) =>
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
        .map((d) => d.join(''))
    const rooms = fc
      .tuple(fc.integer({ min: 1, max: 33 }), fc.integer({ min: 1, max: 12 }))
      .map(([floor, door]) => `${floor}${String(door).padStart(2, '0')}`)
    const secret = fc.oneof(
      digits(9).map((rest) => `13${rest}`),
      digits(14).map((rest) => `150${rest}X`),
      digits(5).map((rest) => `蒙B${rest}`),
      rooms,
    )
    const around = fc.constantFrom('我家', '3-2-', '6号楼1单元', '住', '，', ' ', '往', '号码是', '')
    const after = fc.constantFrom('漏水', '室', '', '，没电', ' 家里', '的电梯不动了', '挡路')

    fc.assert(
      fc.property(around, secret, after, (before, hidden, rest) => {
        expect(maskText(before + hidden + rest, [])).not.toContain(hidden)
      }),
    )
  })

  it('takes no longer for a text that repeats itself', () => {
    const text = '3-2-501王师傅138'.repeat(1000)

    expect(maskText(text, ['王'])).not.toContain('501')
  })
})
