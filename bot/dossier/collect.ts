import type { Community } from '../../models/community.ts'
import type { Delivery } from '../../models/delivery.ts'
import { deliveriesAbout } from '../../models/delivery.ts'
import type { Dissuasion } from '../../models/dissuasion.ts'
import { dissuasionsOn } from '../../models/dissuasion.ts'
import { findPicture } from '../../models/media.ts'
import type { Mediation } from '../../models/mediation.ts'
import { mediationsOn } from '../../models/mediation.ts'
import { findPeople } from '../../models/person.ts'
import type { DatePromise } from '../../models/promise.ts'
import { promisesOn } from '../../models/promise.ts'
import type { Report } from '../../models/report.ts'
import { everyReportOn } from '../../models/report.ts'
import type { Act, Ticket } from '../../models/ticket.ts'
import { noteSeen, ticketsMergedInto } from '../../models/ticket.ts'
import type { DossierPhoto } from './dossier.ts'

/** What a dossier is made of. */
export interface DossierFacts {
  ticket: Ticket
  community: Community
  /** The tickets that were merged into it. */
  merged: Ticket[]
  reports: Report[]
  deliveries: Delivery[]
  promises: DatePromise[]
  dissuasions: Dissuasion[]
  mediations: Mediation[]
  /** Names of everybody who has to do with it; what is shown of them is decided later. */
  nameOf: ReadonlyMap<string, string>
  photos: DossierPhoto[]
  now: Date
}

const mostPhotos = 60

/** Gathers everything about a ticket; that somebody sees what was reported is noted on it first. */
export async function collectFacts(
  ticket: Ticket,
  community: Community,
  seen: Pick<Act, 'by' | 'role' | 'at'>,
): Promise<DossierFacts> {
  await noteSeen(ticket, seen)
  const merged = await ticketsMergedInto(ticket._id)
  const ids = [ticket._id, ...merged.map(({ _id }) => _id)]
  const [reports, deliveries, promises, dissuasions, mediations] = await Promise.all([
    everyReportOn(ticket._id),
    deliveriesAbout(ids),
    promisesOn(ticket._id),
    dissuasionsOn(ticket._id),
    mediationsOn(ticket._id),
  ])
  const people = await findPeople([
    ...new Set(
      [
        ticket.assigneeId,
        ...[ticket, ...merged].flatMap(({ events }) => events.map(({ by }) => by)),
        ...reports.map(({ personId }) => personId),
        ...promises.map(({ by }) => by),
        ...dissuasions.map(({ by }) => by),
        ...deliveries.map(({ to }) => ('personId' in to ? to.personId : null)),
      ].filter((id) => id !== null),
    ),
  ])
  return {
    ticket,
    community,
    merged,
    reports,
    deliveries,
    promises,
    dissuasions,
    mediations,
    nameOf: new Map(people.map(({ _id, name }) => [_id, name])),
    photos: await photosOf(reports, dissuasions),
    now: seen.at,
  }
}

async function photosOf(
  reports: readonly Report[],
  dissuasions: readonly Dissuasion[],
): Promise<DossierPhoto[]> {
  const ids = [
    ...reports.flatMap(({ images, parts }, i) =>
      [...images, ...parts.flatMap((part) => part.images)].map((id) => ({ id, caption: `第${i + 1}户` })),
    ),
    ...dissuasions.flatMap(({ images }) => images.map((id) => ({ id, caption: '劝阻' }))),
  ]
  const photos = await Promise.all(
    ids.slice(0, mostPhotos).map(async ({ id, caption }) => {
      const picture = await findPicture(id, 'thumb')
      return picture ? [{ caption, contentType: picture.contentType, bytes: picture.bytes }] : []
    }),
  )
  return photos.flat()
}
