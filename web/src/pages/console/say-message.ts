import type { Message } from './types.ts'

/** A message in plain words, for where neither pictures nor a record of a chat can be shown. */
export function sayMessage({ text, images = [], forwarded = [] }: Message): string {
  const more = [images.length > 0 && '[图片]', forwarded.length > 0 && '[聊天记录]']
  return [text, ...more].filter(Boolean).join(' ')
}
