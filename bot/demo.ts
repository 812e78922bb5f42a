import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { sayTime } from '../domain/clocks.ts'
import type { Button } from '../domain/message.ts'
import { decodeAction } from '../domain/message.ts'
import { statusName } from '../domain/ticket-flow.ts'
import { consoleMessagesAfter, listConsoleChats } from '../models/console-world.ts'
import { findPerson } from '../models/person.ts'
import { countVoices } from '../models/report.ts'
import { listTickets } from '../models/ticket.ts'
import type { App } from './app.ts'
import { createApp } from './app.ts'
import { fixedClock } from './business-clock.ts'
import { loadConfig } from './config.ts'
import { openDatabase } from './database.ts'
import { createLogger } from './log.ts'
import { samplePeople } from './platforms/console/sample.ts'
import { prepareDatabase } from './prepare.ts'

const minute = 60_000
const hour = 60 * minute
const group = 'g-jinxiu'

/** One telling of the story: a clock that only the story moves, and everything said written to the terminal. */
function createStory(app: App, clock: { at: Date }) {
  let seq = 0
  let step = 0
  const buttons = new Map<string, Button[]>()
  const nameOf = new Map(samplePeople.map((person) => [person.id, person.name]))

  function scene(title: string): void {
    console.log(`\n—— ${title} ——`)
  }

  async function settle(): Promise<void> {
    await app.settle()
    const titles = new Map((await listConsoleChats()).map((chat) => [chat._id, chat.title]))
    for (const message of await consoleMessagesAfter(seq, { limit: 200 })) {
      seq = message.seq
      const { text, buttons: shown = [] } = message.content
      buttons.set(message.chatId, shown)
      const labels = shown.map((button) => `[${button.label}]`).join('')
      print(`${titles.get(message.chatId) ?? message.chatId}　小邻`, `${text}${labels ? `\n${labels}` : ''}`)
    }
  }

  function print(who: string, text: string): void {
    const time = sayTime(clock.at, clock.at)
    console.log(`${time}　${who}：${text.replaceAll('\n', '\n            ')}`)
  }

  function incoming(chatId: string, personId: string) {
    step += 1
    const name = nameOf.get(personId) ?? personId
    return {
      key: `demo:${step}`,
      chat: { platform: 'console', externalId: chatId, isGroup: chatId.startsWith('g-') },
      sender: { externalId: personId, name },
      isAddressed: true,
      images: [],
    }
  }

  return {
    scene,
    settle,
    async say(chatId: string, personId: string, text: string): Promise<void> {
      print(`${chatId.startsWith('g-') ? '业主群' : '私聊小邻'}　${nameOf.get(personId)}`, text)
      await app.intake.accept({ ...incoming(chatId, personId), kind: 'message', text })
      await settle()
    },
    async click(chatId: string, personId: string, label: string): Promise<void> {
      const found = buttons.get(chatId)?.find((button) => button.label === label)
      const action = decodeAction(found?.action)
      if (!action) throw new Error(`the story expects a button ${label} in ${chatId}`)
      print(`${chatId.startsWith('g-') ? '工作群' : '私聊小邻'}　${nameOf.get(personId)}`, `点了[${label}]`)
      const { answer } = await app.intake.click({
        ...incoming(chatId, personId),
        kind: 'action',
        text: '',
        action: action.name,
        data: action.data,
      })
      print('小邻', answer.text)
      await settle()
    },
    async later(milliseconds: number): Promise<void> {
      clock.at = new Date(clock.at.getTime() + milliseconds)
      await settle()
    },
  }
}

async function tell(app: App, clock: { at: Date }): Promise<void> {
  const { scene, say, click, later } = createStory(app, clock)

  scene('三户人家说的是同一部电梯')
  await say(group, 'liyang', '3号楼2单元电梯不动了，按了没反应')
  await later(2 * minute)
  await say(group, 'wangmin', '三号楼二单元电梯又坏了，我抱着孩子爬七楼')
  await later(minute)
  await say(group, 'zhaojun', '3-2电梯停了，老人下不去楼')

  scene('物业接单；不该动手的人动不了')
  await later(3 * minute)
  await say('dm-zhoujie', 'zhoujie', '接单 1001')
  await click('g-jinxiu-staff', 'wanggong', '接单')

  scene('闻到燃气味：先说怎么办，再登记，同时呼叫值班人员')
  await later(10 * minute)
  await say(group, 'sunli', '6号楼1单元楼道好大的煤气味')
  await later(minute)
  await click('dm-wanggong', 'wanggong', '接单')
  await later(50 * minute)
  await say('dm-wanggong', 'wanggong', '办结 1002 燃气公司检测，301户灶管老化已换，检测正常')

  scene('楼栋长替邻居报了几件事')
  await say('dm-zhoujie', 'zhoujie', '5号楼1单元楼道灯不亮；5-1-301厨房下水堵了；老张问物业费怎么交')

  scene('电梯办结，住户说还没好，重新打开，再修，确认')
  await later(20 * minute)
  await say('dm-wanggong', 'wanggong', '办结 1001 换了门机皮带')
  await later(5 * minute)
  await click('dm-liyang', 'liyang', '还没好')
  await later(hour)
  await say('dm-wanggong', 'wanggong', '接单 1001')
  await say('dm-wanggong', 'wanggong', '办结 1001 维保更换了控制板，试运行20趟正常')
  await later(10 * minute)
  await say('dm-liyang', 'liyang', '好了，谢谢')

  scene('外人查进度只看得到状态，报的人看得到经过')
  await say('dm-sunli', 'sunli', '进度 1001')
  await say('dm-liyang', 'liyang', '进度 1001')

  scene('投诉物业的事由社区来跟，物业看不到是谁说的')
  await say('dm-wangmin', 'wangmin', '物业前台态度太差，问个事爱答不理')
  await say('dm-wanggong', 'wanggong', '接单 1005')
}

async function printTickets(clock: { at: Date }): Promise<void> {
  console.log('\n—— 工单 ——')
  console.log('编号　状态　　　　　　户数　经办　　事由')
  for (const ticket of (await listTickets({ limit: 50 })).reverse()) {
    const assignee = ticket.assigneeId ? ((await findPerson(ticket.assigneeId))?.name ?? '') : '—'
    const voices = await countVoices(ticket._id)
    const status = statusName[ticket.status].padEnd(8, '　')
    console.log(`${ticket.number}　${status}　${voices}　　${assignee.padEnd(4, '　')}　${ticket.summary}`)
  }
  console.log(`（${sayTime(clock.at, clock.at)}）`)
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linsheng-demo-'))
  const clock = { at: new Date('2026-06-01T09:00:00+08:00') }
  const database = await openDatabase({ dataDir })
  try {
    await prepareDatabase({ isEmbedded: true, sample: 'people', at: clock.at })
    const app = createApp({
      config: loadConfig({}),
      connection: database.connection,
      logger: createLogger('error'),
      clock: fixedClock(() => clock.at),
    })
    console.log('邻声演示：锦绣家园的一个上午（时间由演示推进）')
    await tell(app, clock)
    await printTickets(clock)
    await app.stop()
  } finally {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  },
)
