import { z } from 'zod'
import { Refusal } from '../domain/refusal.ts'
import { parsePlace } from '../domain/understanding/place.ts'
import { claimHousehold as storeClaim } from '../models/household.ts'
import { defineHandler } from './handler.ts'

/** Records in private where the speaker says to live; it proves residence at most. */
export const claimHousehold = defineHandler({
  name: 'claim-household',
  help: '我家是…（私聊）',
  example: '我家是3号楼2单元501',
  on: { command: /^(?:我家是|我家在|我家住|我住在?|我是(?=\d))\s*(?<place>[^，。,.!？?！]{2,30})[。.]?$/u },
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
