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
import { tickets } from './tickets.ts'

/** All commands of the operator's door, in the order of the help; one line per noun. */
export const commands: readonly Command[] = [
  ...communities,
  ...groups,
  ...people,
  ...links,
  ...tickets,
  ...deliveries,
  ...inbound,
  ...jobs,
  ...migrate,
  ...doctor,
]
