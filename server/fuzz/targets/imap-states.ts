/** Where a conversation stands when the changed commands begin. */
export interface ImapState {
  readonly name: string
  /** The connection counts as encrypted. */
  readonly secure: boolean
  readonly before: string
}

const LOGIN = 'l LOGIN ac1@_roost.test "correct horse"\r\n'
const SELECT = `${LOGIN}l SELECT INBOX (CONDSTORE)\r\n`

export const imapStates: readonly ImapState[] = [
  { name: 'before STARTTLS', secure: false, before: '' },
  { name: 'fresh', secure: true, before: '' },
  { name: 'in AUTHENTICATE', secure: true, before: 'l AUTHENTICATE PLAIN\r\n' },
  { name: 'in a literal before login', secure: true, before: 'l LOGIN {15}\r\n' },
  { name: 'logged in', secure: true, before: LOGIN },
  { name: 'selected', secure: true, before: SELECT },
  { name: 'examined', secure: true, before: `${LOGIN}l EXAMINE INBOX\r\n` },
  { name: 'idle', secure: true, before: `${SELECT}l IDLE\r\n` },
  { name: 'in a literal', secure: true, before: `${SELECT}l SEARCH SUBJECT {9}\r\n` },
  { name: 'in a message', secure: true, before: `${SELECT}l APPEND INBOX (\\Seen) {40}\r\nFrom: x` },
  { name: 'in a refused message', secure: true, before: `${SELECT}l APPEND none {70+}\r\nFrom: x` },
]
