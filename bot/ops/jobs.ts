import { z } from 'zod'
import { jobs as allJobs } from '../../jobs/index.ts'
import type { Job } from '../../jobs/job.ts'
import { jobTicks } from '../../models/job-tick.ts'
import { pausedJobs, pauseJob, resumeJob } from '../../models/paused-job.ts'
import { defineCommand } from './command.ts'
import { nearest } from './nearest.ts'
import { wrongUsage } from './ops-error.ts'
import { stamp } from './say.ts'
import { table } from './table.ts'

const list = defineCommand({
  name: 'jobs list',
  help: '列出定时任务和上次运行',
  example: 'jobs list',
  input: z.object({}),
  async run() {
    const ticks = await jobTicks()
    const paused = await pausedJobs()
    const jobs = allJobs.map(({ name, everyMs }) => {
      const tick = ticks.get(name)
      return {
        name,
        everySeconds: everyMs / 1000,
        lastFinishedAt: tick?.lastFinishedAt ?? null,
        nextRunAt: tick?.nextRunAt ?? null,
        failedAt: tick?.failedAt ?? null,
        failReason: tick?.failReason ?? null,
        pausedAt: paused.get(name) ?? null,
      }
    })
    const rows = jobs.map((job) => [
      job.name,
      `每 ${job.everySeconds} 秒`,
      stamp(job.lastFinishedAt),
      job.pausedAt ? `停着，从 ${stamp(job.pausedAt)} 起` : stamp(job.nextRunAt),
      job.failReason ? `${stamp(job.failedAt)} ${job.failReason}` : '-',
    ])
    return { data: { jobs }, text: table(['任务', '间隔', '上次完成', '下次', '上次失败'], rows) }
  },
})

const JobName = z.string().describe('任务名，见 jobs list')

const run = defineCommand({
  name: 'jobs run',
  help: '现在就运行一次任务，停着的也行',
  example: 'jobs run close-silent-tickets',
  positionals: ['name'],
  input: z.object({ name: JobName }),
  async run({ name }, { now, logger }) {
    const did = await find(name).run({ now, logger })
    const text = did > 0 ? `${name} 处理了 ${did} 件。` : `${name} 运行完毕，没有到期的事。`
    return { data: { name, did }, text }
  },
})

const pause = defineCommand({
  name: 'jobs pause',
  help: '停下一个任务，重启后也停着',
  example: 'jobs pause send-briefs',
  positionals: ['name'],
  input: z.object({ name: JobName }),
  async run({ name }, { now }) {
    find(name)
    await pauseJob(name, now)
    const text = `${name} 停下了，要它再跑用 jobs resume ${name}。停着的时候到期的事，恢复后照样办，过了时效的除外。`
    return { data: { name, paused: true }, text }
  },
})

const resume = defineCommand({
  name: 'jobs resume',
  help: '让停下的任务再跑',
  example: 'jobs resume send-briefs',
  positionals: ['name'],
  input: z.object({ name: JobName }),
  async run({ name }) {
    find(name)
    const was = await resumeJob(name)
    return { data: { name, paused: false, was }, text: was ? `${name} 恢复了。` : `${name} 没有停着。` }
  },
})

function find(name: string): Job {
  const job = allJobs.find((one) => one.name === name)
  if (!job) throw unknownJob(name)
  return job
}

function unknownJob(name: string): Error {
  const names = allJobs.map((job) => job.name)
  const like = nearest(name, names)
  return wrongUsage(
    'bad_arguments',
    `NAME：没有任务 ${name}${like ? `，是不是 ${like}？` : '。'}可用：${names.join('、')}。`,
  )
}

/** Jobs: when they ran, one now, and one not for the time being. */
export const jobs = [list, run, pause, resume]
