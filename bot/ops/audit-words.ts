import type { Fault, Finding } from '../../models/audit-compare.ts'
import type { NotedHead, Verification } from '../../models/audit-verify.ts'
import type { SealedKind } from '../../models/history.ts'
import { stamp } from './say.ts'
import { table } from './table.ts'

const faultName: Record<Fault, string> = {
  'row-missing': '链上缺了',
  'row-edited': '链上的这条被改过',
  'link-broken': '链在这里断了：这条或前一条被换过',
  truncated: '链的末尾被截断',
  rewritten: '和留存的校验码不符：链被重写过',
  'event-edited': '经过被改过',
  'event-removed': '经过被删了一条',
  'event-inserted': '多出一条，链上没有：是插进去的，或者链被截短过',
  'event-reordered': '经过的先后被换过',
  'note-erased': '备注被抹掉，没有删除记录',
  'document-missing': '整份被删了',
  'checkpoint-edited': '存档点被改过',
}

const kindName: Record<SealedKind, string> = { ticket: '工单', person: '人员', checkpoint: '存档点' }

/** The outcome of a verification as an operator reads it. */
export function sayVerification(found: Verification, noted: NotedHead | null): string {
  const { faulty, findings } = found
  const facts = [sayExtent(found), ...sayNotes(found), sayEnd(found, noted)]
  if (faulty === 0) return [`留痕完好。${facts[0]}`, ...facts.slice(1)].join('\n')
  const rows = findings.map((finding) => [
    sayRows(finding),
    finding.kind ? `${kindName[finding.kind]} ${finding.id ?? '（已不在）'}` : '-',
    finding.event ?? '-',
    // An edited time need not be one.
    finding.at instanceof Date ? stamp(finding.at) : '-',
    faultName[finding.fault],
  ])
  const list = table(['链上第几条', '哪里', '事件', '时间', '情况'], rows)
  const more = faulty > findings.length ? [`只列了前 ${findings.length} 处。`] : []
  return [`留痕有 ${faulty} 处不对：`, list, ...more, ...facts].join('\n')
}

function sayExtent({ rows, checked, erased, head }: Verification): string {
  const end = head ? `，末尾 ${head.seq}-${head.hash.slice(0, 12)}` : ''
  return `链上 ${rows} 条${end}；对过 ${checked + erased} 条经过。`
}

function sayNotes({ checkpoint, beyond, erased, waiting }: Verification): string[] {
  return [
    ...(checkpoint
      ? [
          `链从存档点第 ${checkpoint.seq} 条（${stamp(checkpoint.before)} 以前）开始；更早的 ${beyond} 条经过不能再核对。`,
        ]
      : []),
    ...(erased > 0 ? [`${erased} 条备注因删除个人信息改过（有记录），改后的文字不能核对。`] : []),
    ...(waiting > 0 ? [`${waiting} 条刚发生，还没有封存。`] : []),
  ]
}

function sayEnd({ checkpoint }: Verification, noted: NotedHead | null): string {
  if (!noted) return '没有给 --head：末尾被整段截掉这一种情况查不出来，请用群里留存的校验码核对。'
  return noted.seq < (checkpoint?.seq ?? 0)
    ? `第 ${noted.seq} 条在存档点以前，这个校验码不能再核对，请换一个较新的。`
    : `和留存的校验码第 ${noted.seq} 条核对过。`
}

function sayRows({ seq, to }: Finding): string {
  if (seq === undefined) return '-'
  return to === undefined || to === seq ? String(seq) : `${seq}–${to}`
}
