import { z } from 'zod'
import { hasRole } from '../domain/access.ts'
import { numberOf } from '../domain/phones.ts'
import { defineHandler } from './handler.ts'

const residentLines = [
  '报事：直接说，例如“3号楼2单元电梯不动了”',
  '进度 1024：看办到哪一步',
  '我的诉求：看您报过的事',
  '催办 1024 · 撤回 1024 · 好了 1024 · 没好 1024',
  '谁来管 噪音 · 依据 停车 · 电话：找谁、凭什么、打哪儿',
  '我家是3号楼2单元501：私聊登记房号',
]

const staffLines = [
  '接单 1024 · 已联系 1024 · 办结 1024 怎么处理的',
  '转派 1024 姓名 · 退回 1024 原因 · 需要协调 1024 原因',
]

const districtLines = ['启用小邻 · 小邻只听不说 · 小邻静默']

/** Says what one can say here; staff commands are shown to staff only. */
export const showHelp = defineHandler({
  name: 'show-help',
  help: '帮助',
  example: '帮助',
  on: { command: /^(?:帮助|help|怎么用|使用说明|你会(?:什么|干什么|做什么))[?？]?$/iu },
  data: z.object({}),
  allow: ['resident'],
  async handle({ actor, community }) {
    const lines = [
      ...residentLines,
      ...(hasRole(actor, ['property', 'property_manager', 'district_staff', 'district_secretary'])
        ? staffLines
        : []),
      ...(hasRole(actor, ['district_staff', 'district_secretary', 'admin']) ? districtLines : []),
    ]
    const phone = numberOf(community.phones, 'property')
    const last = phone ? `\n急事请打物业${phone}。` : ''
    return { text: `您可以这样说：\n${lines.join('\n')}${last}` }
  },
})
