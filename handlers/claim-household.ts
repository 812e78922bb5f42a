import { z } from 'zod'
import { Refusal } from '../domain/refusal.ts'
import { parsePlace } from '../domain/understanding/place.ts'
import { claimHousehold as storeClaim } from '../models/household.ts'
import { defineHandler } from './handler.ts'

/** Nothing but an address: 我家6号楼1单元301着火了 is something else. */
const address =
  /^(?:我家(?:是|在|住在?)?|我住在?)\s*(?<place>[\dA-Za-z一二三四五六七八九十百东西南北区号楼栋幢座单元门室户\-—#\s]{3,24})$/u

/** Records in private where the speaker says to live; it proves residence at most. */
export const claimHousehold = defineHandler({
  name: 'claim-household',
  help: '我家是…（私聊）',
  example: '我家是3号楼2单元501',
  on: { command: address },
  data: z.object({ place: z.string() }),
  allow: ['resident'],
  where: 'private',
  async handle({ data, community, actor, now }) {
    const { building, unit, room } = parsePlace(data.place, {})
    if (!building || !room) {
      throw new Refusal('place_incomplete', '请把楼号、单元和房号说全，例如“我家是3号楼2单元501”。')
    }
    await storeClaim({ communityId: community._id, building, unit, room }, actor.personId, now)
    const where = `${building}号楼${unit ? `${unit}单元` : ''}${room}`
    return {
      text: `记下了，您家是${community.name}${where}。以后说“我家”我就知道是哪儿。房号只用来派人上门，不会出现在群里。`,
    }
  },
})
