import { Flag, type Mailbox } from '../../store/store.ts'
import { parseStatusItems, type StatusItem } from '../parse/status.ts'
import type { Session } from '../session.ts'
import { mailboxName } from '../wire/encoder.ts'
import { encodeUtf7 } from '../wire/modified-utf7.ts'
import { afterLogin, command } from './command.ts'

const values: Readonly<Record<StatusItem, (mailbox: Mailbox, session: Session) => number>> = {
  MESSAGES: (mailbox) => mailbox.messages,
  RECENT: () => 0,
  UIDNEXT: (mailbox) => mailbox.uidNext,
  UIDVALIDITY: (mailbox) => mailbox.uidValidity,
  HIGHESTMODSEQ: (mailbox) => Math.max(1, mailbox.highestModseq),
  SIZE: (mailbox) => mailbox.bytes,
  UNSEEN: (mailbox, session) =>
    session.server.store.listMessages(mailbox.id).filter((entry) => (entry.flags & Flag.Seen) === 0).length,
}

/** The untagged STATUS of one mailbox. Asking for HIGHESTMODSEQ shows that the client knows mod-sequences. */
export const statusLine = (session: Session, mailbox: Mailbox, wanted: readonly StatusItem[]): string => {
  if (wanted.includes('HIGHESTMODSEQ')) session.condstore = true
  const pairs = wanted.map((item) => `${item} ${values[item](mailbox, session)}`).join(' ')
  return `* STATUS ${mailboxName(encodeUtf7(mailbox.name))} (${pairs})\r\n`
}

export const status = command({
  name: 'STATUS',
  states: afterLogin,
  parse: (args) => ({ name: args.space().mailbox(), wanted: parseStatusItems(args.space()) }),
  run(session, { name, wanted }) {
    session.out.text(statusLine(session, session.mailbox(name), wanted))
    return { text: 'Status completed' }
  },
})
