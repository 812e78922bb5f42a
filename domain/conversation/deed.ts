import { normaliseText } from '../understanding/normalise-text.ts'

const calling =
  /(?:打|拨)(?:了|过|完)?(?:\d{3,5}|物业|燃气|热力|供电|供水|维保|电话|热线|抢修)|(?:110|119|120|122|12345|物业|维保|抢修|电话|燃气)(?:公司|的)?(?:的?电话)?(?:已经|都|也)?(?:打|拨)(?:了|过|通)|报(?:了)?(?:警|火警|修|物业|社区)了?|(?:联系|通知|告诉|找|喊|叫)(?:了|过)(?:物业|维保|保安|师傅|社区|楼长|管家)/u
const doing =
  /^(?:刚才|刚|我们?|咱|先|已经|就|这就|下楼|去|给|用|拿)*(?:我|咱)(?:先|刚才|刚|已经|就|这就|去|下楼|出来|上去|给|用|拿|找|敲|问|喊|拍|看|拉|挡|关|让).{0,12}[了过](?![吗没?])/u

/** Whether words tell what the speaker has done about a matter that is being talked of: 我打119了, 我敲了没人. */
export function isDeed(text: string): boolean {
  const normal = normaliseText(text)
  return calling.test(normal) || doing.test(normal) || /(?:我|咱)(?:敲|问|找|喊|看|拍)(?:了|过)/u.test(normal)
}
