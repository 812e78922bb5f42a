import { z } from 'zod'
import { Refusal } from '../domain/refusal.ts'
import { useBindingCode } from '../models/binding-code.ts'
import { bindChat } from '../models/chat.ts'
import { findCommunity } from '../models/community.ts'
import { defineFreeHandler } from './handler.ts'

const purpose = { community: '小区群', building: '楼栋群', staff: '工作群' }

/** Binds the group it is said in to the place its one-time code was made for, and introduces the bot. */
export const bindGroup = defineFreeHandler({
  name: 'bind-group',
  example: '绑定 ACDE3479',
  on: { command: /^绑定\s*(?<code>[A-Za-z0-9]{8})$/u },
  data: z.object({ code: z.string() }),
  allow: ['resident'],
  where: 'group',
  async handle({ data, secrets, cause, now, incoming }) {
    const target = await useBindingCode(data.code, secrets, cause, now)
    const community = target && (await findCommunity(target.communityId))
    if (!target || !community) {
      throw new Refusal('code_invalid', '这个绑定码不对，或者已经用过、过期了。请管理员重新生成一个。')
    }
    const { platform, externalId } = incoming.chat
    const { communityId, kind, building, unit } = target
    await bindChat({ platform, externalId, communityId, kind, building, unit, boundBy: cause }, now)
    if (kind === 'staff') {
      return {
        text: `本群已作为${community.name}的工作群接入。新工单会发到这里，点按钮或回“接单 编号”都行。`,
      }
    }
    return {
      text: `各位邻居好，我是小邻，帮${community.name}记录诉求并盯到办好。本群已作为${purpose[kind]}接入。要修的、要反映的，@我说一句就行。我只记@我的话和办理经过，群里不出现房号、姓名和电话。不想收我的消息，回“小邻安静”。`,
    }
  },
})
