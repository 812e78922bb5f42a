/** Technical limits of pictures, the same everywhere: they keep the process alive and are nobody's policy. */
export const pictureLimits = {
  /** A small file that unfolds into more than this is an attack, not a photo. */
  pixels: 40_000_000,
  /** Pictures decoded at once, and those that may wait for it; a large one takes up to 200 MB while it is decoded. */
  atOnce: 2,
  waiting: 8,
  /** Uploads of one person on one Chinese date. */
  perDay: 100,
  /** An uploaded picture can be put into a message or a form for so long. */
  usableHours: 20,
  /** Then it is removed unless something refers to it; later than the above, so that nothing in use is ever removed. */
  unusedHours: 24,
} as const
