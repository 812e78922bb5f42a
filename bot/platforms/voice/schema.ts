/** What the service is given; it is to call once for each key. */
export interface CallOrder {
  text: string
  /** Whom to call, as the chat platform knows them; the service has their numbers. */
  person: { platform: string; externalId: string }
  ticket: { number: number; community: string } | null
  key: string
}
