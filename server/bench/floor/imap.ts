import type { Socket } from 'node:net'
import { fetched, inSet } from './fetch.ts'
import { onLines, say } from './lines.ts'
import type { FloorMailbox, FloorMailboxes } from './mailboxes.ts'

const CAPABILITIES = 'IMAP4rev1 LITERAL+ IDLE UIDPLUS MOVE QUOTA METADATA XCHATMAIL XDELTAPUSH'

/** What chat clients say in IMAP, and nothing besides, answered without any checks. */
export const serveImap = (socket: Socket, mailboxes: FloorMailboxes): void => {
  let mailbox: FloorMailbox = mailboxes.of('')
  let idle: string | undefined
  const announce = (): void => say(socket, `* ${mailbox.messages.length} EXISTS\r\n`)

  const commands: Readonly<Record<string, (rest: string) => string>> = {
    LOGIN(rest) {
      mailbox = mailboxes.of(/^"?([^" ]+)/.exec(rest)?.[1] ?? '')
      return ''
    },
    CAPABILITY: () => `* CAPABILITY ${CAPABILITIES}\r\n`,
    GETQUOTAROOT: () => '* QUOTAROOT "INBOX" "User quota"\r\n* QUOTA "User quota" (STORAGE 10 512000)\r\n',
    GETMETADATA: () => '* METADATA "" (/shared/vendor/deltachat/maxsmtprecipients {4}\r\n1000)\r\n',
    SETMETADATA: () => '',
    NOOP: () => '',
    LIST: () => '* LIST () "/" INBOX\r\n',
    SELECT: () =>
      '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n' +
      `* ${mailbox.messages.length} EXISTS\r\n* 0 RECENT\r\n` +
      `* OK [UIDVALIDITY 1] UIDs\r\n* OK [UIDNEXT ${mailbox.uidNext}] next\r\n`,
    CLOSE() {
      mailbox.messages = mailbox.messages.filter(({ deleted }) => !deleted)
      return ''
    },
    UID(rest) {
      const [, verb, set, items] = /^(\w+) (\S+) (.*)$/.exec(rest) ?? []
      if (/^FETCH$/i.test(verb ?? '')) return fetched(mailbox, set!, items!)
      for (const message of mailbox.messages) {
        if (!inSet(message.uid, set ?? '')) continue
        message.seen ||= /\\Seen/i.test(items!)
        message.deleted ||= /\\Deleted/i.test(items!)
      }
      return ''
    },
    LOGOUT: () => '* BYE\r\n',
  }

  onLines(socket, (line) => {
    if (idle !== undefined) {
      say(socket, `${idle} OK Yes\r\n`)
      idle = undefined
      mailbox.idling.delete(announce)
      return
    }
    const [, tag, name, rest] = /^(\S+) (\S+) ?(.*)$/s.exec(line) ?? []
    const verb = name?.toUpperCase() ?? ''
    if (verb === 'IDLE') {
      idle = tag
      mailbox.idling.add(announce)
      return say(socket, '+ idling\r\n')
    }
    const command = commands[verb]
    if (command === undefined) return say(socket, `${tag ?? '*'} BAD ${verb} is unknown to the floor\r\n`)
    const code = verb === 'LOGIN' ? `[CAPABILITY ${CAPABILITIES}] ` : verb === 'SELECT' ? '[READ-WRITE] ' : ''
    say(socket, `${command(rest ?? '')}${tag} OK ${code}Yes\r\n`)
    if (verb === 'LOGOUT') socket.end()
  })
  socket.on('close', () => mailbox.idling.delete(announce))
  say(socket, `* OK [CAPABILITY ${CAPABILITIES}] floor\r\n`)
}
