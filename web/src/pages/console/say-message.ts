import type { Message } from './types.ts'

const ownLink = /https?:\/\/[^\s/]+\/l\/[\w.-]+/gu

/** Words without the links in them that are for one person to open. */
export function withoutLinks(text: string): string {
  return text.replace(ownLink, '[链接]')
}

/** A message in plain words, for where neither pictures nor a record of a chat can be shown. */
export function sayMessage({ text, images = [], forwarded = [] }: Message): string {
  const more = [images.length > 0 && '[图片]', forwarded.length > 0 && '[聊天记录]']
  return [withoutLinks(text), ...more].filter(Boolean).join(' ')
}
