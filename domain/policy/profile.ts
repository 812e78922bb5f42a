/** Who runs the place: 专业物业, 准物业, 社区代管, 自管. It decides the first owner and the rungs. */
export const profiles = ['professional', 'semi', 'district_run', 'self_run'] as const
export type Profile = (typeof profiles)[number]
