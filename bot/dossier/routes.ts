import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Actor } from '../../domain/access.ts'
import { mainRole, mayHaveDossier } from '../../domain/access.ts'
import { numberOf } from '../../domain/phones.ts'
import { referralLetter } from '../../domain/referral-letter.ts'
import type { Community } from '../../models/community.ts'
import { findCommunity } from '../../models/community.ts'
import { findPerson } from '../../models/person.ts'
import { countVoices } from '../../models/report.ts'
import { rolesOf } from '../../models/role.ts'
import type { Ticket } from '../../models/ticket.ts'
import { getTicket, leadingTicket } from '../../models/ticket.ts'
import { HttpError } from '../http-error.ts'
import { letterFile } from '../letter-file.ts'
import { actorIn } from '../speaker.ts'
import { requireSession, whoIs } from '../web-session.ts'
import { dossierAsHtml, dossierPolicy } from './as-html.ts'
import { dossierAsWord } from './as-word.ts'
import { buildDossier } from './build.ts'
import { collectFacts } from './collect.ts'
import type { Dossier } from './dossier.ts'

/** A ticket whose dossier one person may have at this moment. */
interface Access {
  ticket: Ticket
  community: Community
  actor: Actor
}

/** For 社区 and 街道: the dossier as a page to print and as a Word file, without persons, and the drafted letter. A look is noted. */
export function dossierApi(router: Router, { now }: { now(): Date }): void {
  router.get('/api/dossiers/:id', async (ctx) => {
    const { ticket, community, actor } = await requireAccess(ctx, now())
    const { _id: id, number, summary } = ticket
    ctx.body = { who: whoIs(actor.personId), id, number, summary, community: community.name }
  })

  router.get('/api/dossiers/:id/page', async (ctx) => {
    const page = dossierAsHtml((await requireDossier(ctx, now())).dossier)
    ctx.set('Content-Security-Policy', dossierPolicy)
    ctx.type = 'html'
    ctx.body = page
  })

  router.get('/api/dossiers/:id/word', async (ctx) => {
    const { dossier, number } = await requireDossier(ctx, now())
    ctx.attachment(`${number}号工单卷宗.docx`)
    ctx.body = await dossierAsWord(dossier)
  })

  router.get('/api/dossiers/:id/letter', async (ctx) => {
    const { ticket, community } = await requireAccess(ctx, now())
    const voices = Math.max(1, await countVoices(ticket._id))
    const phone = numberOf(community.phones, 'district')
    ctx.attachment(`${ticket.number}号工单移交函草稿.docx`)
    ctx.body = await letterFile(referralLetter({ ...ticket, voices }, { ...community, phone }, now()))
  })
}

async function requireDossier(ctx: Context, at: Date): Promise<{ dossier: Dossier; number: number }> {
  const { ticket, community, actor } = await requireAccess(ctx, at)
  const facts = await collectFacts(ticket, community, { by: actor.personId, role: mainRole(actor), at })
  return { dossier: buildDossier(facts, { persons: false }), number: ticket.number }
}

/** Rights are found out anew each time; a lead that was given to one person has no dossier. */
async function requireAccess(ctx: Context, at: Date): Promise<Access> {
  const { personId, grants } = await requireSession(ctx, at)
  const [named, person] = await Promise.all([getTicket(String(ctx.params.id)), findPerson(personId)])
  const isGranted = grants.some(({ purpose, ticketId }) => purpose === 'dossier' && ticketId === named?._id)
  const ticket = named && isGranted ? await leadingTicket(named) : null
  const community = ticket && (await findCommunity(ticket.communityId))
  if (!ticket || !person || !community) throw notYours()
  const actor = actorIn({ person, held: await rolesOf(personId) }, community, at)
  if (!mayHaveDossier(actor, ticket)) throw notYours()
  return { ticket, community, actor }
}

function notYours(): HttpError {
  return new HttpError(403, 'not_yours', '卷宗只给社区和街道的工作人员。')
}
