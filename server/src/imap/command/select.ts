import { BadError } from '../errors.ts'
import type { Arguments } from '../parse/arguments.ts'
import { formatFlags } from '../parse/flags.ts'
import type { Session } from '../session.ts'
import { View } from '../view.ts'
import { afterLogin, command, none, type Reply, selectedOnly } from './command.ts'

interface Select {
  readonly name: string
  readonly condstore: boolean
}

/** `SELECT mailbox [(CONDSTORE)]` (RFC 9051 section 6.3.2, RFC 7162 section 3.1.8). */
const parse = (args: Arguments): Select => {
  const name = args.space().mailbox()
  let condstore = false
  if (!args.done) {
    args.space().list(() => {
      if (args.keyword() !== 'CONDSTORE') throw new BadError('Unknown SELECT parameter')
      condstore = true
    })
  }
  return { name, condstore }
}

const SYSTEM_FLAGS = formatFlags(0x1f, []).slice(1, -1)

const open = (session: Session, { name, condstore }: Select, readOnly: boolean): Reply => {
  // RFC 9051 section 6.3.2: also a SELECT that fails leaves nothing selected.
  const hadOne = session.selected !== undefined
  session.unselect()
  const mailbox = session.mailbox(name)
  const { store } = session.server
  const entries = mailbox.messages === 0 ? [] : store.listMessages(mailbox.id)
  if (condstore) session.condstore = true
  session.select({ mailboxId: mailbox.id, readOnly, view: new View(mailbox, entries) })

  const keywords = [...new Set(entries.flatMap((entry) => entry.keywords))].slice(0, 100)
  const flags = [SYSTEM_FLAGS, ...keywords].join(' ')
  const unseen = entries.findIndex((entry) => (entry.flags & 1) === 0)
  session.out.text(
    [
      ...(hadOne ? ['* OK [CLOSED] Previous mailbox closed'] : []),
      `* FLAGS (${flags})`,
      `* OK [PERMANENTFLAGS (${readOnly ? '' : `${flags} \\*`})] Flags permitted`,
      `* ${entries.length} EXISTS`,
      '* 0 RECENT',
      ...(unseen === -1 ? [] : [`* OK [UNSEEN ${unseen + 1}] First unseen`]),
      `* OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs valid`,
      `* OK [UIDNEXT ${mailbox.uidNext}] Predicted next UID`,
      `* OK [HIGHESTMODSEQ ${Math.max(1, mailbox.highestModseq)}] Highest`,
      '',
    ].join('\r\n'),
  )
  return { code: readOnly ? 'READ-ONLY' : 'READ-WRITE', text: `${readOnly ? 'Examine' : 'Select'} completed` }
}

export const select = command({
  name: 'SELECT',
  states: afterLogin,
  parse,
  run: (session, args) => open(session, args, false),
})

export const examine = command({
  name: 'EXAMINE',
  states: afterLogin,
  parse,
  run: (session, args) => open(session, args, true),
})

export const unselect = command({
  name: 'UNSELECT',
  states: selectedOnly,
  parse: none,
  run(session) {
    session.unselect()
    return { text: 'Unselect completed' }
  },
})
