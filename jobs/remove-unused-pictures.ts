import { addHours } from '../domain/clocks.ts'
import { pictureLimits } from '../domain/picture-limits.ts'
import { forgetOldDays } from '../models/daily-pictures.ts'
import { erasePictures, keepPictures, uncheckedPictures } from '../models/media.ts'
import { picturesInUse } from '../models/picture-references.ts'
import { defineJob } from './job.ts'

const hourMs = 3_600_000
const lot = 200

/** Removes pictures that were uploaded a day ago and went into nothing. */
export const removeUnusedPictures = defineJob({
  name: 'remove-unused-pictures',
  everyMs: hourMs,
  async run({ now }) {
    await forgetOldDays(now)
    const before = addHours(now, -pictureLimits.unusedHours)
    let removed = 0
    for (;;) {
      const { ids, since } = await uncheckedPictures(before, lot)
      if (ids.length === 0) return removed
      const used = await picturesInUse(ids, since)
      await keepPictures([...used])
      const unused = ids.filter((id) => !used.has(id))
      await erasePictures(unused, true)
      removed += unused.length
    }
  },
})
