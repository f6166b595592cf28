import { ancestors, DELIMITER, matchesPattern } from '../mailbox-name.ts'
import { Pace } from '../pace.ts'
import type { Arguments } from '../parse/arguments.ts'
import { canonicalMailbox } from '../parse/arguments.ts'
import { type ListArguments, parseList } from '../parse/list.ts'
import type { Session } from '../session.ts'
import { usesOf } from '../special-use.ts'
import { subscriptions } from '../subscriptions.ts'
import { mailboxName } from '../wire/encoder.ts'
import { encodeUtf7 } from '../wire/modified-utf7.ts'
import { afterLogin, command, none } from './command.ts'
import { statusLine } from './status.ts'

const line = (name: string, command: string, attributes: readonly string[], extra = ''): string =>
  `* ${command} (${attributes.join(' ')}) "${DELIMITER}" ${mailboxName(encodeUtf7(name))}${extra}\r\n`

/** Patterns are hostile, and names are many: others get their turn in between. */
const matching = async (
  session: Session,
  names: Iterable<string>,
  reference: string,
  patterns: readonly string[],
): Promise<string[]> => {
  const pace = new Pace(() => session.gone)
  const full = patterns.map((pattern) => canonicalMailbox(`${reference}${pattern}`))
  const found: string[] = []
  for (const name of names) {
    await pace.rest()
    if (full.some((pattern) => matchesPattern(pattern, name))) found.push(name)
  }
  return found.sort(inboxFirst)
}

const inboxFirst = (a: string, b: string): number =>
  a === 'INBOX' ? -1 : b === 'INBOX' ? 1 : a < b ? -1 : a > b ? 1 : 0

/** RFC 3501 section 6.3.8, RFC 5258; `\HasChildren` as in RFC 3348, special uses as in RFC 6154 section 2. */
const run = async (session: Session, args: ListArguments): Promise<void> => {
  const all = session.server.store.listMailboxes(session.accountId)
  const mailboxes = new Map(all.map((mailbox) => [mailbox.name, mailbox]))
  const subscribed = new Set(args.subscribed ? subscriptions(session) : [])
  const parents = new Set([...mailboxes.keys()].flatMap(ancestors))
  const { select } = args

  const candidates = select.subscribed ? subscribed : new Set(mailboxes.keys())
  const chosen = select.specialUse
    ? new Set([...candidates].filter((name) => usesOf(session, name).length > 0))
    : candidates
  const above = new Set(select.recursive ? [...chosen].flatMap(ancestors) : [])
  const because = [
    ...(select.subscribed ? ['SUBSCRIBED'] : []),
    ...(select.specialUse ? ['SPECIAL-USE'] : []),
  ]
  const childInfo = ` ("CHILDINFO" (${because.map((option) => `"${option}"`).join(' ')}))`

  const pace = new Pace(() => session.gone)
  for (const name of await matching(session, new Set([...chosen, ...above]), args.reference, args.patterns)) {
    await pace.rest()
    const mailbox = mailboxes.get(name)
    const attributes = [
      ...(mailbox === undefined ? ['\\NonExistent'] : []),
      parents.has(name) ? '\\HasChildren' : '\\HasNoChildren',
      ...(subscribed.has(name) ? ['\\Subscribed'] : []),
      ...(mailbox === undefined ? [] : usesOf(session, name)),
    ]
    session.out.text(line(name, 'LIST', attributes, above.has(name) ? childInfo : ''))
    if (mailbox !== undefined && args.status.length > 0) {
      session.out.text(statusLine(session, mailbox, args.status))
    }
  }
}

export const list = command({
  name: 'LIST',
  states: afterLogin,
  parse: parseList,
  async run(session, args) {
    // An empty pattern asks for the delimiter only.
    if (!args.extended && args.patterns[0] === '') session.out.text(line('', 'LIST', ['\\Noselect']))
    else await run(session, args)
    return { text: 'List completed' }
  },
})

interface Lsub {
  readonly reference: string
  readonly pattern: string
}

/** RFC 3501 section 6.3.9: with `%`, the parent of a subscribed name stands for it as `\Noselect`. */
export const lsub = command({
  name: 'LSUB',
  states: afterLogin,
  parse: (args: Arguments): Lsub => ({ reference: args.space().mailbox(), pattern: args.space().pattern() }),
  async run(session, { reference, pattern }) {
    const names = subscriptions(session)
    for (const name of await matching(session, names, reference, [pattern]))
      session.out.text(line(name, 'LSUB', []))
    const above = new Set(names.flatMap(ancestors).filter((name) => !names.includes(name)))
    if (pattern.includes('%')) {
      for (const name of await matching(session, above, reference, [pattern]))
        session.out.text(line(name, 'LSUB', ['\\Noselect']))
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
