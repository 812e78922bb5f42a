/** What only one named person of 社区 may read: neither a group nor 物业. */
export const sensitiveLeads = ['money', 'corruption', 'home_violence', 'self_harm'] as const
export type SensitiveLead = (typeof sensitiveLeads)[number]

const takes = '(?:挪用|侵占|侵吞|私分|私吞|贪了|贪污|中饱私囊|小金库|装进自己|揣进自己)'
const committee = '(?:业委会|物管会|业主委员会|委员)'

/** The words of each lead; only what says the thing itself, so that ordinary complaints keep their way. */
const words: Record<SensitiveLead, RegExp> = {
  home_violence:
    /家暴|(?:打|揍|殴打)(?:老婆|媳妇|妻子|爱人|他妈|她妈|老人|爹妈|亲妈)|虐待(?:老人|孩子|儿童|小孩|老婆)|往死里打|毒打(?:孩子|小孩|老婆)/u,
  self_harm: /自杀|轻生|寻短见|不想活|活不下去|割腕|喝农药|(?:要|想|闹着|准备)跳(?:楼(?!价)|下去)/u,
  corruption:
    /受贿|行贿|贪污|吃回扣|拿回扣|收回扣|好处费|权钱交易|利益输送|吃拿卡要|收(?:了)?红包|围标|串标|保护伞|黑恶势力/u,
  money: new RegExp(`${committee}.{0,16}${takes}|${takes}.{0,16}${committee}`, 'u'),
}

/** Which sensitive lead words are, if any; danger to a person comes before money. */
export function sensitiveLead(text: string): SensitiveLead | null {
  const found = Object.entries(words).find(([, pattern]) => pattern.test(text))
  return found ? (found[0] as SensitiveLead) : null
}
