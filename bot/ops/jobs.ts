import { z } from 'zod'
import { jobs as allJobs } from '../../jobs/index.ts'
import { defineCommand } from './command.ts'
import { nearest } from './nearest.ts'
import { wrongUsage } from './ops-error.ts'
import { stamp } from './say.ts'
import { table } from './table.ts'

/** What the clock keeps of a job, as far as it is shown. */
const Tick = z.object({
  name: z.string(),
  lastFinishedAt: z.date().nullish(),
  nextRunAt: z.date().nullish(),
  failedAt: z.date().nullish(),
  failReason: z.string().nullish(),
})

const list = defineCommand({
  name: 'jobs list',
  help: '列出定时任务和上次运行',
  example: 'jobs list',
  input: z.object({}),
  async run(_input, { database }) {
    const found = await database.connection.collection('agendaJobs').find().toArray()
    const ticks = new Map(
      z
        .array(Tick)
        .parse(found)
        .map((tick) => [tick.name, tick]),
    )
    const jobs = allJobs.map(({ name, everyMs }) => {
      const tick = ticks.get(name)
      return {
        name,
        everySeconds: everyMs / 1000,
        lastFinishedAt: tick?.lastFinishedAt ?? null,
        nextRunAt: tick?.nextRunAt ?? null,
        failedAt: tick?.failedAt ?? null,
        failReason: tick?.failReason ?? null,
      }
    })
    const rows = jobs.map((job) => [
      job.name,
      `每 ${job.everySeconds} 秒`,
      stamp(job.lastFinishedAt),
      stamp(job.nextRunAt),
      job.failReason ? `${stamp(job.failedAt)} ${job.failReason}` : '-',
    ])
    return { data: { jobs }, text: table(['任务', '间隔', '上次完成', '下次', '上次失败'], rows) }
  },
})

const run = defineCommand({
  name: 'jobs run',
  help: '现在就运行一次任务',
  example: 'jobs run close-silent-tickets',
  positionals: ['name'],
  input: z.object({ name: z.string().describe('任务名，见 jobs list') }),
  async run({ name }, { now, logger }) {
    const job = allJobs.find((one) => one.name === name)
    if (!job) throw unknownJob(name)
    const did = await job.run({ now, logger })
    const text = did > 0 ? `${name} 处理了 ${did} 件。` : `${name} 运行完毕，没有到期的事。`
    return { data: { name, did }, text }
  },
})

function unknownJob(name: string): Error {
  const names = allJobs.map((job) => job.name)
  const like = nearest(name, names)
  return wrongUsage(
    'bad_arguments',
    `NAME：没有任务 ${name}${like ? `，是不是 ${like}？` : '。'}可用：${names.join('、')}。`,
  )
}

/** Jobs: when they ran, and one now. */
export const jobs = [list, run]
