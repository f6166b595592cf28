/**
 * The three ways a command fails. `BadError`: the client broke the grammar or the order, answered BAD and counted.
 * `NoError`: a correct command that cannot be done, answered NO. Anything else that is thrown is our own fault:
 * logged, answered `NO [SERVERBUG]`, never shown.
 */
export class BadError extends Error {
  override name = 'BadError'
}

export class NoError extends Error {
  override name = 'NoError'
  readonly code: string | undefined
  constructor(refusal: Refusal) {
    super(refusal[1])
    this.code = refusal[0]
  }
}

/** A literal was announced that cannot be completed: close without a word, which would be read as part of it. */
export class CutError extends Error {
  override name = 'CutError'
}

/** The connection must end: nothing sensible can follow. The message is the text of the BYE. */
export class ByeError extends Error {
  override name = 'ByeError'
}

type Refusal = readonly [code: string | undefined, text: string]

/** Every NO this server says, with its code (RFC 5530, RFC 3501 section 7.1). */
export const refusals = {
  // Clients look for the word "authentication" to say "wrong password" (docs/protocol.md, IMAP).
  authenticationFailed: ['AUTHENTICATIONFAILED', 'Authentication failed.'],
  busy: ['UNAVAILABLE', 'The server is busy, try again in a minute.'],
  privacyRequired: ['PRIVACYREQUIRED', 'Use STARTTLS first.'],
  mechanism: ['CANNOT', 'Only AUTHENTICATE PLAIN is supported.'],
  noTls: ['UNAVAILABLE', 'TLS cannot be started here.'],
  noMailbox: ['NONEXISTENT', 'No such mailbox.'],
  tryCreate: ['TRYCREATE', 'No such mailbox.'],
  exists: ['ALREADYEXISTS', 'A mailbox of that name exists.'],
  badName: ['CANNOT', 'That is not a possible mailbox name.'],
  inbox: ['CANNOT', 'INBOX cannot be deleted.'],
  hasChildren: ['HASCHILDREN', 'Delete the mailboxes inside it first.'],
  specialUse: ['USEATTR', 'No mailbox can be made for that use here.'],
  mailboxes: ['LIMIT', 'Too many mailboxes.'],
  readOnly: ['READ-ONLY', 'The mailbox is open read-only.'],
  expunged: ['EXPUNGEISSUED', 'Some of the messages no longer exist.'],
  overQuota: ['OVERQUOTA', 'Not enough room in this account, delete something first.'],
  tooBig: ['TOOBIG', 'The message is larger than this server takes.'],
  literalTooBig: ['TOOBIG', 'The literal is larger than this server takes.'],
  empty: ['CANNOT', 'A message cannot be empty.'],
  nul: ['CANNOT', 'A message cannot hold NUL.'],
  keywords: ['LIMIT', 'Too many keywords on one message.'],
  charset: ['BADCHARSET (US-ASCII UTF-8)', 'Search in UTF-8.'],
  setQuota: ['NOPERM', 'The limits of an account are set by the server.'],
  noQuotaRoot: ['NONEXISTENT', 'No such quota root.'],
  metadataTooMany: ['METADATA TOOMANY', 'This annotation is not kept here.'],
  metadataTooLarge: ['METADATA MAXSIZE 4096', 'The value is too large.'],
  metadataDepth: ['METADATA TOOMANY', 'Ask for each entry by its name.'],
  metadataForbidden: ['NOPERM', 'Shared annotations are set by the server.'],
  deviceToken: ['CANNOT', 'A device token has no spaces and no control characters.'],
  diskFull: ['UNAVAILABLE', 'The disk of the server is full.'],
  internal: ['SERVERBUG', 'Something went wrong on the server.'],
} as const satisfies Record<string, Refusal>

/** Farewells. */
export const byes = {
  logout: 'Logging out',
  shutdown: 'The server is going down',
  loginTimeout: 'Too slow to log in',
  inactivity: 'Disconnected for inactivity',
  notImap: 'This is an IMAP server',
  tooManyBad: 'Too many bad commands',
  tooManyLogins: 'Too many failed logins',
  tooManyConnections: 'Too many connections of this account, the oldest has to go',
  stream: 'The command is too large',
  mailboxGone: 'The mailbox was deleted',
  accountGone: 'The account was deleted',
} as const
