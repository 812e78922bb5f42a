import { describe, expect, it } from 'vitest'
import { agreementIn } from '../../../domain/conversation/agreement.ts'
import { isAllClear, isStaffDone, isStaffReply } from '../../../domain/conversation/all-clear.ts'
import {
  isApology,
  isAsking,
  isAskingWhere,
  isDenial,
  isVote,
} from '../../../domain/conversation/bystander.ts'
import { isComingBackUnnamed, isGoingOn, isStillSo } from '../../../domain/conversation/coming-back.ts'
import { isDeed } from '../../../domain/conversation/deed.ts'
import { sharedWords } from '../../../domain/conversation/shared-words.ts'
import { isTakenBack } from '../../../domain/conversation/taking-back.ts'
import { isCourtesy, isIdle } from '../../../domain/conversation/touching.ts'

describe('agreement', () => {
  it.each([
    '+1',
    '1',
    '扣1',
    '同问',
    '同求！！！',
    '对头，喊半天没人应',
    '就是，我也滑了一跤',
    '没错，就我家头顶上',
  ])('hears a nod in %s', (text) => {
    expect(agreementIn(text)).toBe('nod')
  })

  it.each(['俺家也没水', '我们单元也停了', '2楼也断了', '我在13楼也有', '南门+1 堵住了'])(
    'hears that it is so elsewhere too in %s',
    (text) => {
      expect(agreementIn(text)).toBe('too')
    },
  )

  it.each(['我家也是', '也是，冻得不行', '我屋也是，客厅吊顶黄了一大片', '密码也不顶用'])(
    'hears that it is the same in %s',
    (text) => {
      expect(agreementIn(text)).toBe('same')
    },
  )

  it.each([
    '我也要两份',
    '我家也好了',
    '我家也有了，接着炒',
    '我们这也来水了',
    'A +1',
    '1号楼的',
    '10-1',
    '今天风真大',
  ])('hears none in %s', (text) => {
    expect(agreementIn(text)).toBeNull()
  })
})

describe('all clear', () => {
  it.each([
    ['抬了抬了', 'parking'],
    ['挪了不好意思', 'fire_safety'],
    ['车主来挪咯', 'fire_safety'],
    ['现在是热了，先谢谢', 'heating'],
    ['来水啦', 'water_supply'],
    ['我让师傅停了', 'decoration'],
    ['干净了，还喷了消毒水', 'cleaning'],
    ['已经解决了', 'other'],
  ] as const)('%s ends a matter of %s', (text, category) => {
    expect(isAllClear(text, category)).toBe(true)
  })

  it.each([
    ['电梯又停了', 'noise'],
    ['停了', 'repair.elevator'],
    ['热了一天又凉了', 'heating'],
    ['还没好', 'other'],
    ['修好了吗', 'other'],
    ['什么时候能来水', 'water_supply'],
    ['现在停了，明天别再这样', 'decoration'],
    ['马上挪', 'parking'],
  ] as const)('%s does not end a matter of %s', (text, category) => {
    expect(isAllClear(text, category)).toBe(false)
  })
})

describe('words of 物业', () => {
  it.each([
    '已疏通，请您确认',
    '已上门放气，请观察',
    '南门已手动抬杆',
    '换了个垫圈，不漏了，您看看',
    '试运行正常',
  ])('%s says that it is done', (text) => {
    expect(isStaffDone(text)).toBe(true)
  })

  it.each([
    '收到，已联系维保，预计四十分钟到',
    '马上安排',
    'F区已派人，先拉警戒线',
    '已通知换热站派人',
    '修好了吗？',
  ])('%s does not', (text) => {
    expect(isStaffDone(text)).toBe(false)
  })

  it('tells an answer from a report', () => {
    expect(isStaffReply('收到，已联系维保')).toBe(true)
    expect(isStaffReply('3号楼2单元电梯故障')).toBe(false)
  })
})

describe('others', () => {
  it.each(['我家有啊', '三单元倒是热的', '我这没闻到', '我家没事'])('%s denies it', (text) => {
    expect(isDenial(text)).toBe(true)
  })

  it.each(['不好意思，我家狗，我下去铲', '我的我的，马上下来', '是我家客人的，马上挪'])(
    '%s answers for it',
    (text) => {
      expect(isApology(text)).toBe(true)
    },
  )

  it.each(['几号楼？', '你几单元的', '水是从哪来的？'])('%s only asks', (text) => {
    expect(isAsking(text) || isAskingWhere(text)).toBe(true)
  })

  it.each(['A', 'B，耐脏', '选A'])('%s is a vote', (text) => {
    expect(isVote(text)).toBe(true)
  })

  it('takes a tower for no vote', () => {
    expect(isVote('B座电梯停了')).toBe(false)
  })

  it.each([
    '119打了！走楼梯',
    '我打燃气抢修了',
    '报警了，说一会儿来',
    '我先拿个垃圾桶挡上了',
    '我敲了，没人',
  ])('%s tells what was done', (text) => {
    expect(isDeed(text)).toBe(true)
  })

  it.each(['今天的花卷还剩六袋，要的私我', '砂糖橘到了，大门口自提'])('%s is trade', (text) => {
    expect(isIdle(text)).toBe(true)
  })

  it('knows mere politeness', () => {
    expect(isCourtesy('好的，谢谢🙏')).toBe(true)
    expect(isCourtesy('谢谢，可是还没好')).toBe(false)
  })
})

describe('the speaker’s own matter', () => {
  it.each(['哦哦是我家孩子把总阀给关了', '哦是我家空开跳了，打扰大家', '虚惊一场'])(
    '%s takes it back',
    (text) => {
      expect(isTakenBack(text)).toBe(true)
    },
  )

  it.each(['又堵了，比昨天还厉害', '半夜又冰了', '昨晚又灭了，就亮了一天'])(
    '%s is back without its name',
    (text) => {
      expect(isComingBackUnnamed(text)).toBe(true)
    },
  )

  it('needs no earlier word for what names itself', () => {
    expect(isComingBackUnnamed('下水又堵了')).toBe(false)
  })
})

describe('shared words', () => {
  it('count a mark for more than chance, and common words for nothing', () => {
    expect(sharedWords('F区我也看见了', '地库F区墙缝渗水')).toBe(5)
    expect(sharedWords('那个蓝摩托没人应', '谁把摩托停消防通道了')).toBe(1)
    expect(sharedWords('我家怎么没有', '我家怎么没有啊')).toBeLessThan(3)
    expect(sharedWords('早市摊子收了', '电梯不动')).toBe(0)
  })
})

describe('what goes on', () => {
  it.each(['还在摔瓶子，我数着呢', '现在还在响', '越来越大了', '比刚才还凶'])(
    '%s goes on about it',
    (text) => {
      expect(isGoingOn(text)).toBe(true)
    },
  )

  it.each(['电梯还在修吗', '今天好冷', '又停水了'])('%s does not', (text) => {
    expect(isGoingOn(text)).toBe(false)
  })
})

describe('what is called done', () => {
  it.each([
    '修的哪门子灯？我窗户底下那四盏照样是黑的',
    '剪的是隔壁单元的，我窗前这棵一根没动',
    '刚跑过，确实没亮',
    '水还是漏',
  ])('%s denies it', (text) => {
    expect(isStillSo(text)).toBe(true)
  })

  it.each(['亮了，谢谢', '看到了，挺好', '剪得真整齐'])('%s does not', (text) => {
    expect(isStillSo(text)).toBe(false)
  })
})

describe('where and by whom', () => {
  it.each(['哪边呀，我咋没听见', '哪一片？', '哪部电梯'])('%s asks where', (text) => {
    expect(isAskingWhere(text)).toBe(true)
  })

  it.each(['楼顶搭建已转城管中队', '灭火器在一楼门后，保安两分钟到', '师傅在路上了'])(
    '%s answers',
    (text) => {
      expect(isStaffReply(text)).toBe(true)
    },
  )

  it.each(['取消取消', '问了，是我叫的师傅，取消吧'])('%s takes it back', (text) => {
    expect(isTakenBack(text)).toBe(true)
  })

  it.each(['取消停车位凭什么', '为什么取消班车'])('%s does not', (text) => {
    expect(isTakenBack(text)).toBe(false)
  })
})
