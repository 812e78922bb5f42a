/** A part of a dossier: facts with their names, or a table. */
export type DossierSection =
  | { title: string; kind: 'facts'; facts: [name: string, value: string][] }
  | { title: string; kind: 'table'; head: string[]; rows: string[][] }
  | { title: string; kind: 'lines'; lines: string[] }

/** A picture of the matter, small enough to be part of the page. */
export interface DossierPhoto {
  caption: string
  contentType: string
  bytes: Buffer
}

/** Everything known of one ticket, ready to be printed. */
export interface Dossier {
  title: string
  /** When it was made, and how far persons are in it. */
  remark: string
  sections: DossierSection[]
  photos: DossierPhoto[]
}
