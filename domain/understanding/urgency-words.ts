import type { Category } from '../triage.ts'

/** Words that make a matter of this category urgent; `*` holds for every category. */
export const urgentWords: Record<Category | '*', RegExp | null> = {
  '*': /(?:掉下来|砸到|砸着|差点砸|危险|触电|扎|受伤|摔了|摔倒|下不来|急病|救护车|等着做手术|上学迟到|孩子发烧|老人.{0,6}(?:冷|冻|摔|急|病|卧床|心脏)|卧床|心脏病|孕妇|残疾|透析|吸氧|呼吸机|婴儿)/u,
  'repair.water': /漏|渗|滴到|往下|返|倒灌|冒|堵死|淹|泡|爆|跑水|灌|流|积水|漫|涨|溢|关不住|味/u,
  'repair.electric': /没电|断电|跳闸|裸露|耷拉|露着|冒|焦|滋|短路|破皮/u,
  'repair.elevator':
    /坏了|停了|停运|停用|不动|不走|不运行|罢工|趴窝|故障|困|下坠|掉到|顿了|坏俩|坏了一|没修|没好|配件|爬楼|爬|断|用不了|E\d/u,
  'repair.door_access': /进不去|进不来|出不去|锁在外|关在外/u,
  'repair.structure': /要掉|掉下|往下掉|砸|鼓包|塌|坠|倾斜|悬空|漏雨|接水|下雨屋/u,
  heating: /不热|冰凉|冷得|冻得|没热|漏|跑水|停暖|没暖|凉气|没压力|度|不供暖|圪颤|冒热气/u,
  gas: /停气|没气|打不着|漏|味|报警|来气|软管|断气|呛|没有气/u,
  water_supply: /停水|没水|断水|没有水|不来水|一滴|爆|没来水|上不来水/u,
  power_supply: /./u,
  telecom: null,
  cleaning: null,
  greening: /倒|砸|掉下来|压着线/u,
  security: /尾随|可疑|拽|撬|偷拍|拍照|拿刀|持刀|打架|骚扰|翻墙|跟踪|威胁|黑羽绒服|陌生/u,
  parking: /救护车|消防车|急着/u,
  ev_charging: /上楼|进楼|楼道|过道|家里|拎|推|电梯|飞线|拉线|插排|着|回家充|进家|插着/u,
  fire_safety: /登高面|消防车|着火|冒烟|救护车|漏气/u,
  noise: null,
  illegal_building: /承重墙|剪力墙|打通|大锤|裂/u,
  pets: /咬|追着|扑倒/u,
  high_throwing: /砸|花盆|砖|瓶|差|玻璃|菜刀|鸡蛋|石头|孩子|伤/u,
  fee: null,
  public_revenue: null,
  service_attitude: null,
  decoration: /漏|裂|砸穿|掉了一块|承重|吊顶/u,
  committee: null,
  facility: /井盖|窨井|没盖|钉子|扎|漏电|触电|坑.{0,6}摔|塌|断裂掉/u,
  other: null,
}
