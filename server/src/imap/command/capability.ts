import type { Session } from '../session.ts'
import { anyState, command, none } from './command.ts'

/**
 * What is advertised, and the rows of the command table that make it true; a test asserts they exist. No ID and no
 * COMPRESS: each costs phones a round trip (docs/protocol.md, IMAP).
 */
export const capabilities: readonly (readonly [name: string, commands: readonly string[]])[] = [
  ['IMAP4rev1', ['SELECT', 'FETCH', 'STORE', 'SEARCH', 'COPY', 'APPEND']],
  ['LITERAL+', []],
  ['SASL-IR', ['AUTHENTICATE']],
  ['ENABLE', ['ENABLE']],
  ['IDLE', ['IDLE']],
  ['NAMESPACE', ['NAMESPACE']],
  ['UIDPLUS', ['UID EXPUNGE', 'UID COPY']],
  ['MOVE', ['MOVE', 'UID MOVE']],
  ['UNSELECT', ['UNSELECT']],
  ['CHILDREN', ['LIST']],
  ['LIST-EXTENDED', ['LIST']],
  ['LIST-STATUS', ['LIST']],
  ['SPECIAL-USE', ['LIST']],
  ['CREATE-SPECIAL-USE', ['CREATE']],
  ['STATUS=SIZE', ['STATUS']],
  ['ESEARCH', ['SEARCH', 'UID SEARCH']],
  ['CONDSTORE', ['UID STORE', 'UID SEARCH', 'STATUS']],
  ['QUOTA', ['GETQUOTA', 'GETQUOTAROOT']],
  ['METADATA', ['GETMETADATA', 'SETMETADATA']],
  // Clients take these two for "this is a chatmail relay" and read them before and after login.
  ['XCHATMAIL', []],
  ['XDELTAPUSH', ['SETMETADATA']],
]

const names = capabilities.map(([name]) => name).join(' ')
const secured = `CAPABILITY ${names} AUTH=PLAIN`
const plain = `CAPABILITY ${names} LOGINDISABLED`

/** For the untagged response and for the `[CAPABILITY ...]` code. */
export const capabilityList = (session: Session): string => {
  if (session.state !== 'not-authenticated') return `CAPABILITY ${names}`
  if (session.secure) return secured
  return session.server.upgrade === undefined ? plain : `${plain} STARTTLS`
}

export const capability = command({
  name: 'CAPABILITY',
  states: anyState,
  parse: none,
  run(session) {
    session.out.text(`* ${capabilityList(session)}\r\n`)
    return { text: 'Capability completed' }
  },
})
