import { describe, expect, it } from 'vitest'
import { isDoubtful } from '../../domain/candidate-words.ts'
import { triageByRules } from '../../domain/understanding/triage-by-rules.ts'
import { waitingCandidates } from '../../models/candidate.ts'
import { listTickets } from '../../models/ticket.ts'
import { group, privately, useChats } from '../support/chat.ts'

const chats = useChats()
/** Neither surely an appeal nor surely none, however the classifier is tuned. */
const doubtful = [
  '那片地方没法走',
  '有点不对劲啊',
  '那边翘起来一块',
  '边上裂了道缝呢',
  '那个东西歪着',
  '墙根那儿潮乎乎的',
  '老有人往那边放东西',
  '晚上那边挺黑的',
].find((text) =>
  isDoubtful(triageByRules(text, { isAddressed: true, role: 'resident' }), text, true),
) as string

async function waiting() {
  return waitingCandidates(['jinxiu'], new Date(0), 10)
}

describe('words that may be an appeal', () => {
  it('get no number but a person, and whoever said them to the bot is told so', async () => {
    const heard = await chats.say('liyang', doubtful)

    expect(heard.in(group).join()).toContain('已请社区的人看')
    expect(heard.in('dm-hexiaomei').join()).toContain('待确认')
    expect(heard.in('dm-chenjingli')).toEqual([])
    expect(await listTickets({ limit: 5 })).toEqual([])
    expect(await waiting()).toHaveLength(1)
  })

  it('become a ticket of the reporter with one tap, once, and the reporter hears the number in private', async () => {
    await chats.say('liyang', doubtful)
    await chats.click('hexiaomei', '其他事', 'dm-hexiaomei')
    const heard = await chats.settle()

    const [ticket, another] = await listTickets({ limit: 5 })
    expect(ticket).toMatchObject({ category: 'other', status: 'assigned' })
    expect(another).toBeUndefined()
    expect(heard.in('dm-liyang').join()).toContain(`已登记（${ticket?.number}）`)
    expect(heard.in(group)).toEqual([])
    await chats.click('yangshuji', '不是诉求', 'dm-yangshuji')
    expect((await listTickets({ limit: 5 })).length).toBe(1)
    expect((await chats.say('liyang', '我的诉求', privately('liyang'))).in('dm-liyang').join()).toContain(
      String(ticket?.number),
    )
  })

  it('are put away with one tap, and by words as well', async () => {
    await chats.say('liyang', doubtful)
    const [candidate] = await waiting()
    const ref = candidate?._id.slice(-5).toUpperCase()

    const heard = await chats.say('hexiaomei', `不是诉求 ${ref}`, privately('hexiaomei'))
    expect(heard.in('dm-hexiaomei').join()).toContain('记为不是诉求')
    expect(await waiting()).toEqual([])
    expect(await listTickets({ limit: 5 })).toEqual([])
  })

  it('are decided in words with a category, and an unknown category is asked again', async () => {
    await chats.say('liyang', doubtful)
    const ref = (await waiting())[0]?._id.slice(-5)

    const asked = await chats.say('hexiaomei', `是诉求 ${ref} 嘟噜`, privately('hexiaomei'))
    expect(asked.in('dm-hexiaomei').join()).toContain('没听懂是哪一类事')
    await chats.say('hexiaomei', `是诉求 ${ref} 电梯`, privately('hexiaomei'))
    expect(await listTickets({ limit: 5 })).toMatchObject([{ category: 'repair.elevator' }])
  })

  it.each(['liyang', 'wanggong', 'chenjingli', 'zhoujie', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'are nothing for %s to see or decide',
    async (person) => {
      await chats.say('sunli', doubtful)
      const ref = (await waiting())[0]?._id.slice(-5)

      for (const words of ['待确认', `是诉求 ${ref} 电梯`, `不是诉求 ${ref}`]) {
        const heard = await chats.say(person, words, privately(person))
        expect(heard.in(`dm-${person}`).join()).not.toContain(doubtful)
      }
      expect(await waiting()).toHaveLength(1)
      expect(await listTickets({ limit: 5 })).toEqual([])
    },
  )

  it('are shown one at a time, in private even when asked in a group, and are over after a week', async () => {
    await chats.say('liyang', doubtful)
    const heard = await chats.say('hexiaomei', '待确认', { chatId: 'g-jinxiu-staff' })

    expect(heard.in('g-jinxiu-staff').join()).not.toContain(doubtful)
    expect(heard.in('dm-hexiaomei').join()).toContain(doubtful)
    chats.clock.at = new Date(chats.clock.at.getTime() + 8 * 86_400_000)
    const later = await chats.say('hexiaomei', '待确认', privately('hexiaomei'))
    expect(later.in('dm-hexiaomei')).toEqual(['没有要确认的话了。'])
  })
})
