import { z } from 'zod'
import { addHours, sayDayAndTime } from '../domain/clocks.ts'
import { knownText, outageTable, sayOutagePlace } from '../domain/known-event.ts'
import { numberOf } from '../domain/phones.ts'
import { Refusal } from '../domain/refusal.ts'
import { answerPromise } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import type { KnownEvent } from '../models/known-event.ts'
import { findKnownEvent } from '../models/known-event.ts'
import { openOverrun } from '../models/overrun.ts'
import type { PlacedContext } from './handler.ts'
import { defineHandler } from './handler.ts'

/** So long after its end 没来 is still about it. */
const askedHours = 12
const still =
  /^(?:还是?|一直|仍然?)?(?:没|未|没有)(?:来|恢复|好|通|结束)(?:水|电|气|暖|网)?(?:呢|啊|呀|吧)?$/u

/** Takes 没来 from whoever was told of an outage: past its time the one ticket of its overrun is opened. */
export const reportOverrun = defineHandler({
  name: 'report-overrun',
  on: { question: { name: 'outage', read: (text) => (still.test(text) ? {} : null) } },
  data: z.object({ event: z.string() }),
  allow: ['resident'],
  async handle(context) {
    const event = await findKnownEvent(context.data.event)
    if (event?.state === 'standing' || event?.state === 'overrun') {
      return { text: await tellKnown(context, event) }
    }
    const phone = numberOf(context.community.phones, 'property')
    throw new Refusal(
      'outage_over',
      `这次已经通知恢复了。您家还没有，请说是什么事、在哪儿，我登记${phone ? `；也可打物业${phone}` : ''}。`,
    )
  },
})

/** What somebody hears who asks about an outage: what is known, or past its time the number of its ticket. */
export async function tellKnown(context: PlacedContext<unknown>, event: KnownEvent): Promise<string> {
  const { now, community, chat, actor, cause, notify } = context
  if (now < event.to) {
    await askInChat(chat._id, actor.personId, {
      question: 'outage',
      data: { event: event._id },
      expiresAt: addHours(event.to, askedHours),
      askedBy: cause,
    })
    return knownText(event, now)
  }
  const { ticket, notices } = await openOverrun(event, community, now)
  // Who asks hears it here.
  notify(...notices.filter(({ to }) => !('personId' in to) || to.personId !== actor.personId))
  const { over } = outageTable[event.what]
  return `${sayOutagePlace(event)}原定${sayDayAndTime(event.to, now)}${over}，到点没有恢复，已登记（${ticket.number}），您家也记上了。${answerPromise(ticket.answerBy, now)}。`
}
