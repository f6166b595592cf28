import { ancestors, DELIMITER, matchesPattern } from '../mailbox-name.ts'
import type { Arguments } from '../parse/arguments.ts'
import { canonicalMailbox } from '../parse/arguments.ts'
import type { Session } from '../session.ts'
import { subscriptions } from '../subscriptions.ts'
import { mailboxName } from '../wire/encoder.ts'
import { encodeUtf7 } from '../wire/modified-utf7.ts'
import { afterLogin, command, none } from './command.ts'

interface List {
  readonly reference: string
  readonly pattern: string
}

const parse = (args: Arguments): List => ({
  reference: args.space().mailbox(),
  pattern: args.space().pattern(),
})

const line = (name: string, command: string, attributes: string): string =>
  `* ${command} (${attributes}) "${DELIMITER}" ${mailboxName(encodeUtf7(name))}\r\n`

const matching = (names: readonly string[], { reference, pattern }: List): string[] => {
  const full = canonicalMailbox(`${reference}${pattern}`)
  return names.filter((name) => matchesPattern(full, name)).sort(inboxFirst)
}

const inboxFirst = (a: string, b: string): number =>
  a === 'INBOX' ? -1 : b === 'INBOX' ? 1 : a < b ? -1 : a > b ? 1 : 0

/** RFC 9051 section 6.3.9; `\HasChildren` as in RFC 3348. */
export const list = command({
  name: 'LIST',
  states: afterLogin,
  parse,
  run(session, args) {
    const text = 'List completed'
    // An empty pattern asks for the delimiter only.
    if (args.pattern === '') {
      session.out.text(`* LIST (\\Noselect) "${DELIMITER}" ""\r\n`)
      return { text }
    }
    const names = session.server.store.listMailboxes(session.accountId).map((mailbox) => mailbox.name)
    const parents = new Set(names.flatMap(ancestors))
    for (const name of matching(names, args)) {
      session.out.text(line(name, 'LIST', parents.has(name) ? '\\HasChildren' : '\\HasNoChildren'))
    }
    return { text }
  },
})

/** RFC 3501 section 6.3.9: with `%`, the parent of a subscribed name stands for it as `\Noselect`. */
export const lsub = command({
  name: 'LSUB',
  states: afterLogin,
  parse,
  run(session: Session, args) {
    const names = subscriptions(session)
    const found = new Set(matching(names, args))
    for (const name of found) session.out.text(line(name, 'LSUB', ''))
    const above = [...new Set(names.flatMap(ancestors))].filter((name) => !names.includes(name))
    if (args.pattern.includes('%')) {
      for (const name of matching(above, args)) session.out.text(line(name, 'LSUB', '\\Noselect'))
    }
    return { text: 'Lsub completed' }
  },
})

/** RFC 2342: one personal namespace, nothing shared. */
export const namespace = command({
  name: 'NAMESPACE',
  states: afterLogin,
  parse: none,
  run(session) {
    session.out.text(`* NAMESPACE (("" "${DELIMITER}")) NIL NIL\r\n`)
    return { text: 'Namespace completed' }
  },
})
