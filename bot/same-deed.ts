import { HttpError } from './http-error.ts'

/** A key stands for one message, click or form; with other content under it the caller is mistaken. */
export function requireSameDeed(isSame: boolean): void {
  if (!isSame) throw new HttpError(409, 'key_taken', '这个编号的操作已经收到过，内容不同。')
}
