import mongoose from 'mongoose'
import { describe, expect, it } from 'vitest'
import { dateBarePhones, findCommunity, putCommunity } from '../../models/community.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()

const jinxiu = {
  _id: 'jinxiu',
  name: '锦绣家园',
  districtId: 'yingbin',
  districtName: '迎宾社区',
  streetId: 'qianjin',
  streetName: '前进街道',
}

describe('telephone numbers from before', () => {
  it('become numbers nobody has checked, once; dated ones stay as they are', async () => {
    const checkedAt = new Date('2026-07-01T00:00:00+08:00')
    await putCommunity({ ...jinxiu, phones: { gas: { number: '0472-555-0110', checkedAt } } })
    await mongoose.connection
      .collection<{ _id: string }>('communities')
      .updateOne({ _id: 'jinxiu' }, { $set: { 'phones.property': '0472-555-0101', 'phones.lift': null } })

    await dateBarePhones()
    await dateBarePhones()

    expect((await findCommunity('jinxiu'))?.phones).toMatchObject({
      property: { number: '0472-555-0101', checkedAt: null },
      gas: { number: '0472-555-0110', checkedAt },
      lift: null,
    })
  })
})
