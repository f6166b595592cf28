import type { Session } from './session.ts'

/** RFC 6154 section 4: where the use of a mailbox is kept, and can be read by GETMETADATA. */
export const SPECIAL_USE = '/private/specialuse'

/** Uses a mailbox may be made for (RFC 6154 section 2). `\All` and `\Flagged` are views that no store of ours has. */
const uses = ['\\Archive', '\\Drafts', '\\Junk', '\\Sent', '\\Trash'] as const

/** As it is written in replies, `undefined` for a use that is not offered. */
export const specialUse = (word: string): string | undefined =>
  uses.find((use) => use.toLowerCase() === word.toLowerCase())

/** What a mailbox is for; empty for most. */
export const usesOf = (session: Session, name: string): readonly string[] =>
  session.server.store.metadata(session.accountId, name, SPECIAL_USE)?.split(' ') ?? []
