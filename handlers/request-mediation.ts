import { z } from 'zod'
import { sayDate } from '../domain/clocks.ts'
import { mediationSteps, stepText, stepTimes, whoMediates } from '../domain/mediating.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Mediation } from '../models/mediation.ts'
import { beginMediation, runningMediations } from '../models/mediation.ts'
import { tellKeepers } from '../models/mediation-notices.ts'
import { isReporter } from '../models/report.ts'
import { noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

const longestWords = 200

const Words = z.object({ ticket: TicketRef.optional(), words: z.string().optional() })
type Context = TicketContext<z.infer<typeof Words>>

/** Lets a reporter, in private, ask to have a dispute mediated; it goes the steps of the community's papers from then on. */
export const requestMediation = defineTicketHandler({
  name: 'request-mediation',
  help: '申请调解 编号',
  example: '申请调解 1024',
  on: { command: numberedWith('申请调解', 'words') },
  data: Words,
  allow: ['resident'],
  where: 'private',
  async handle(context) {
    const { ticket, actor, community, data, act, now, cause, notify } = context
    if (!(await isReporter(ticket._id, actor.personId))) {
      throw new Refusal(
        'not_reporter',
        `${ticket.number}号不是您报的，由报的人来申请。您家也有这个情况，直接说是什么事、在哪儿，我给您登记。`,
      )
    }
    await refuseTwice(context)
    const steps = mediationSteps(community, ticket.accused ?? null)
    const [first = 'judicial'] = steps
    const times = stepTimes(first, now, community, now)
    if (!times)
      throw new Refusal('no_mediation_here', `${ticket.number}号${stepText(first, community, null)}。`)
    await beginMediation({
      ticketId: ticket._id,
      communityId: community._id,
      cause,
      applicantId: actor.personId,
      steps,
      startedAt: now,
      ...times,
    })
    const { name } = whoMediates(first, community)
    await noteOnTicket(ticket._id, community._id, {
      ...act(['申请调解', data.words?.slice(0, longestWords)].filter(Boolean).join('：')),
      kind: 'mediation',
    })
    const until = sayDate(times.dueAt)
    const ask = `${ticket.summary}，${actor.name}申请调解${data.words ? `：“${data.words.slice(0, longestWords)}”` : ''}。由${name}办，${until}前。谈成回“调解成功 ${ticket.number} 双方怎么说定的”，谈不成回“调解不成 ${ticket.number} 原因”。`
    notify(...(await tellKeepers({ community, ticket, now }, 'mediation', ask)))
    return {
      text: `收到，${ticket.number}号${stepText(first, community, times.dueAt)}。调解的人会看到您的姓名，由他们联系对方，群里不说。到期没有结果，我告诉您下一步去哪儿。`,
      private: true,
    }
  },
})

async function refuseTwice({ ticket, actor, community, cause }: Context): Promise<void> {
  const running = await runningMediations(ticket._id)
  const mine = running.find((one: Mediation) => one.applicantId === actor.personId && one.cause !== cause)
  if (!mine) return
  const step = mine.steps[mine.at] ?? 'district'
  throw new Refusal('mediating', `${ticket.number}号已经在调解：${stepText(step, community, mine.dueAt)}。`)
}
