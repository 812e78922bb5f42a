import type { Pack } from './pack.ts'

/** What the product does where no document says anything; always the last pack of a community. */
export const linshengDefaults: Pack = {
  id: 'linsheng-defaults',
  title: '邻声默认值',
  document: '邻声',
  status: 'product',
  values: {
    answerHours: { value: 24, rule: 'L-01', section: '答复' },
    joinHours: { value: 72, rule: 'L-02', section: '合并' },
    joinEmergencyHours: { value: 6, rule: 'L-03', section: '合并' },
    fragmentMinutes: { value: 10, rule: 'L-04', section: '补充' },
    reopenDays: { value: 7, rule: 'L-05', section: '重开' },
    silentCloseHours: { value: 72, rule: 'L-06', section: '结案' },
    askedReporters: { value: 3, rule: 'L-07', section: '回访' },
    householdMilestones: { value: [3, 10, 30], rule: 'L-08', section: '克制' },
    groupPostsPerTicket: { value: 2, rule: 'L-09', section: '克制' },
    plannedPostsPerDay: { value: 1, rule: 'L-10', section: '克制' },
    plannedPostsPerWeek: { value: 3, rule: 'L-11', section: '克制' },
    quiet: {
      value: [
        { from: '22:00', to: '08:00' },
        { from: '12:30', to: '14:00' },
      ],
      rule: 'L-12',
      section: '安静时段',
    },
  },
}
