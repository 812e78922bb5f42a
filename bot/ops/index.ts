import { audit } from './audit.ts'
import { backup } from './backup.ts'
import { candidates } from './candidates.ts'
import type { Command } from './command.ts'
import { communities } from './communities.ts'
import { deliveries } from './deliveries.ts'
import { doctor } from './doctor.ts'
import { groups } from './groups.ts'
import { inbound } from './inbound.ts'
import { jobs } from './jobs.ts'
import { links } from './links.ts'
import { migrate } from './migrate.ts'
import { people } from './people.ts'
import { peopleErase } from './people-erase.ts'
import { peopleExport } from './people-export.ts'
import { restore } from './restore.ts'
import { tickets } from './tickets.ts'
import { ticketsDossier } from './tickets-dossier.ts'
import { ticketsLetter } from './tickets-letter.ts'

/** All commands of the operator's door, in the order of the help; one line per noun. */
export const commands: readonly Command[] = [
  ...communities,
  ...groups,
  ...people,
  peopleExport,
  peopleErase,
  ...links,
  ...tickets,
  ticketsLetter,
  ticketsDossier,
  ...candidates,
  ...deliveries,
  ...inbound,
  ...jobs,
  ...audit,
  ...backup,
  ...restore,
  ...migrate,
  ...doctor,
]
