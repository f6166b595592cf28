/** Text for replies. All strings here are latin1: one character per octet on the wire. */

/** `string` for header data: quoted when that is legal, else a literal (RFC 9051 section 9). */
export const string = (latin1: string): string =>
  /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/.test(latin1) && latin1.length < 1024
    ? `"${latin1}"`
    : quotable(latin1)
      ? `"${latin1.replace(/[\\"]/g, '\\$&')}"`
      : literal(latin1)

const quotable = (latin1: string): boolean => latin1.length < 1024 && /^[\x20-\x7e]*$/.test(latin1)

/** NUL may not be in a literal (RFC 9051 section 4.3, `CHAR8`); hostile headers get a `?` there. */
export const literal = (latin1: string): string =>
  `{${latin1.length}}\r\n${latin1.includes('\0') ? latin1.replaceAll('\0', '?') : latin1}`

export const nstring = (latin1: string | undefined): string => (latin1 === undefined ? 'NIL' : string(latin1))

/** A literal of UTF-8 text, as latin1. */
export const utf8Literal = (text: string): string => literal(Buffer.from(text, 'utf8').toString('latin1'))

/** `astring` for a mailbox name already in modified UTF-7: an atom where it may be one. */
export const mailboxName = (wire: string): string => (wire === 'INBOX' ? 'INBOX' : string(wire))
