import { describe, expect, it } from 'vitest'
import { putCommunity } from '../../models/community.ts'
import { group, privately, useChats } from '../support/chat.ts'

const chats = useChats({ start: '2026-07-01T09:00:00+08:00' })
const jinxiu = {
  _id: 'jinxiu',
  name: '锦绣家园',
  districtId: 'yingbin',
  districtName: '迎宾社区',
  streetId: 'qianjin',
  streetName: '前进街道',
}

async function ask(words: string, personId = 'liyang'): Promise<string> {
  return (await chats.say(personId, words)).in(group).join()
}

describe('谁来管', () => {
  it('names the first owner with the telephone, the duty to dissuade, and asks 街道 where papers disagree', async () => {
    const answer = await ask('谁来管 噪音')

    expect(answer).toContain('噪声：先找物业（电话0472-555-0101）')
    expect(answer).toContain('24小时内报业委会（物管会）、街道和主管部门')
    expect(answer).toContain('有的写城管（综合执法）部门，有的写公安（派出所）。请问街道')
    expect(answer).toContain('0472-555-0103')
  })

  it.each([
    ['停水', /先找供水单位（电话0472-555-0140），24小时内应有回应/u],
    ['电梯', /先找物业（电话0472-555-0101），也可打电梯维保0472-555-0120/u],
    ['物业费', /由社区（电话0472-555-0102）来管，被反映的一方不经手/u],
    ['超指导价收费', /有的写市场监管部门，有的写发改部门/u],
    ['业委会', /由社区（电话0472-555-0102）来管/u],
    ['外墙开裂', /保修期内的开裂、渗漏：开发企业/u],
  ])('answers for %s', async (words, expected) => {
    expect(await ask(`谁来管 ${words}`)).toMatch(expected)
  })

  it.each([
    ['semi', '绿化', '先找社区'],
    ['district_run', '保洁', '先找社区'],
    ['district_run', '物业态度', '由街道'],
    ['self_run', '保洁', '先找业委会（物管会），还没成立的由社区代行'],
  ] as const)('follows who runs the place: %s, %s', async (profile, words, expected) => {
    await putCommunity({ ...jinxiu, profile })

    expect(await ask(`谁来管 ${words}`)).toContain(expected)
  })

  it('tells residents authorities without their papers, and staff in private with them', async () => {
    const resident = await ask('谁来管 违建')
    const staff = (await chats.say('hexiaomei', '谁来管 违建', privately('hexiaomei'))).in('dm-hexiaomei')

    expect(resident).toContain('违建、擅自开门窗：城管（综合执法）部门')
    expect(resident).toContain('以街道的答复为准')
    expect(resident).not.toMatch(/征求意见稿|昆都仑|周口/u)
    expect(staff.join()).toMatch(/城市管理综合执法局，参考：昆都仑区.*（征求意见稿，不对居民引用）/u)
  })

  it.each(['谁来管', '谁来管 天气'])('asks what is meant by “%s”', async (words) => {
    expect(await ask(words)).toContain('请说是哪类事')
  })

  it('takes a complaint for a complaint', async () => {
    expect(await ask('谁来管管3号楼2单元的噪音，天天半夜吵')).toContain('已登记')
  })

  it('takes danger for danger', async () => {
    expect(await ask('谁来管 6号楼1单元着火了')).toMatch(/^⚠️/u)
  })
})

describe('谁来管 with a number', () => {
  it('tells the reporter in private who has it, and nobody else', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await chats.say('wanggong', '接单 1001', privately('wanggong'))
    const own = (await chats.say('liyang', '谁来管 1001', privately('liyang'))).in('dm-liyang').join()
    const stranger = (await chats.say('sunli', '谁来管 1001', privately('sunli'))).in('dm-sunli').join()
    const public_ = await ask('谁来管 1001')

    expect(own).toContain('现在由物业王工办理，电话0472-555-0101')
    expect(own).toContain('电梯安全：市场监管部门')
    for (const answer of [stranger, public_]) {
      expect(answer).toContain('私聊我能看到')
      expect(answer).not.toMatch(/王工|市场监管/u)
    }
  })

  it('keeps from 物业 that a ticket is about it', async () => {
    await chats.say('wangmin', '物业前台态度太差，问个事爱答不理', privately('wangmin'))
    const said = (await chats.say('chenjingli', '谁来管 1001', privately('chenjingli'))).in('dm-chenjingli')

    expect(said).toEqual([expect.stringContaining('私聊我能看到')])
  })
})
