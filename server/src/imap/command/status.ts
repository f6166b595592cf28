import { Flag, type Mailbox } from '../../store/store.ts'
import { BadError } from '../errors.ts'
import type { Session } from '../session.ts'
import { mailboxName } from '../wire/encoder.ts'
import { encodeUtf7 } from '../wire/modified-utf7.ts'
import { afterLogin, command } from './command.ts'

type Item = (mailbox: Mailbox, session: Session) => number

/** RFC 9051 section 6.3.11, RFC 7162 section 3.1.7. */
const items: ReadonlyMap<string, Item> = new Map<string, Item>([
  ['MESSAGES', (mailbox) => mailbox.messages],
  ['RECENT', () => 0],
  ['UIDNEXT', (mailbox) => mailbox.uidNext],
  ['UIDVALIDITY', (mailbox) => mailbox.uidValidity],
  ['HIGHESTMODSEQ', (mailbox) => Math.max(1, mailbox.highestModseq)],
  ['UNSEEN', (mailbox, session) => unseen(mailbox, session)],
])

const unseen = (mailbox: Mailbox, session: Session): number =>
  session.server.store.listMessages(mailbox.id).filter((entry) => (entry.flags & Flag.Seen) === 0).length

export const status = command({
  name: 'STATUS',
  states: afterLogin,
  parse(args) {
    const name = args.space().mailbox()
    const wanted: string[] = []
    args.space().list(() => {
      const item = args.keyword()
      if (!items.has(item)) throw new BadError('Unknown STATUS item')
      wanted.push(item)
    })
    return { name, wanted: [...new Set(wanted)] }
  },
  run(session, { name, wanted }) {
    const mailbox = session.mailbox(name)
    if (wanted.includes('HIGHESTMODSEQ')) session.condstore = true
    const values = wanted.map((item) => `${item} ${items.get(item)!(mailbox, session)}`).join(' ')
    session.out.text(`* STATUS ${mailboxName(encodeUtf7(name))} (${values})\r\n`)
    return { text: 'Status completed' }
  },
})
