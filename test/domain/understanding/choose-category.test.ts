import { describe, expect, it } from 'vitest'
import type { Category } from '../../../domain/triage.ts'
import { chooseCategory } from '../../../domain/understanding/choose-category.ts'
import { findHits } from '../../../domain/understanding/lexicon.ts'
import { normaliseText } from '../../../domain/understanding/normalise-text.ts'

function categoryOf(text: string): Category | undefined {
  const normal = normaliseText(text)
  return chooseCategory(normal, findHits(normal))?.category
}

describe('chooseCategory', () => {
  it.each<[string, Category]>([
    ['厨房下水堵了', 'repair.water'],
    ['楼道灯不亮', 'repair.electric'],
    ['电梯停了没人修', 'repair.elevator'],
    ['单元门关不上', 'repair.door_access'],
    ['下雨屋顶漏水', 'repair.structure'],
    ['暖气一点不热', 'heating'],
    ['停气两天了', 'gas'],
    ['整栋楼停水', 'water_supply'],
    ['全楼停电了', 'power_supply'],
    ['宽带断了', 'telecom'],
    ['垃圾桶满了没人清', 'cleaning'],
    ['草坪杂草太高', 'greening'],
    ['保安天天睡觉', 'security'],
    ['我的车位被占了', 'parking'],
    ['电动车推上楼充电', 'ev_charging'],
    ['楼道堆满杂物', 'fire_safety'],
    ['楼上半夜太吵', 'noise'],
    ['一楼私搭阳光房', 'illegal_building'],
    ['遛狗不拴绳', 'pets'],
    ['有人往楼下扔烟头', 'high_throwing'],
    ['物业费乱涨价', 'fee'],
    ['广告收入从没公示过', 'public_revenue'],
    ['物业电话没人接', 'service_attitude'],
    ['装修中午还用电钻', 'decoration'],
    ['业委会到期不换届', 'committee'],
    ['健身器材坏了', 'facility'],
    ['楼下饭店油烟呛人', 'other'],
  ])('knows what %s is about', (text, category) => {
    expect(categoryOf(text)).toBe(category)
  })

  it.each<[string, Category]>([
    ['装修垃圾堆在我家门口全是灰', 'decoration'],
    ['装修把承重墙砸了', 'illegal_building'],
    ['车停在消防通道上', 'fire_safety'],
    ['装修押金不退', 'fee'],
    ['小区路灯不亮', 'facility'],
    ['电梯里有狗屎', 'pets'],
    ['就我一家没电，其他家都有', 'repair.electric'],
    ['充电车位被油车占了', 'parking'],
  ])('settles on which side of the boundary %s lies', (text, category) => {
    expect(categoryOf(text)).toBe(category)
  })

  it('chooses nothing where no word speaks for a category', () => {
    expect(categoryOf('嗯嗯')).toBeUndefined()
  })
})
