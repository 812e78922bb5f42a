import { pino } from 'pino'
import type { JobTools } from '../../jobs/job.ts'
import { putCommunity } from '../../models/community.ts'
import type { Ticket } from '../../models/ticket.ts'
import { openTicket } from '../../models/ticket.ts'

/** What a job is run with by hand. */
export function silentTools(now: Date): JobTools {
  return { now, logger: pino({ level: 'silent' }) }
}

/** A ticket that was just opened for a cause. */
export async function someTicket(cause: string, at: Date): Promise<Ticket> {
  await putCommunity({
    _id: 'jinxiu',
    name: '锦绣家园',
    districtId: 'yingbin',
    districtName: '迎宾社区',
    streetId: 'qianjin',
    streetName: '前进街道',
  })
  return openTicket(
    {
      communityId: 'jinxiu',
      cause,
      category: 'repair.elevator',
      urgency: 'normal',
      hazard: null,
      summary: '3号楼2单元电梯停运',
      team: 'property',
      answerBy: new Date(at.getTime() + 86_400_000),
      pagedIds: [],
      building: '3',
      unit: '2',
      room: null,
      place: null,
    },
    { eventId: cause, by: 'liyang', role: 'resident', at },
  )
}
