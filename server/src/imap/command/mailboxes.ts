import type { Mailbox } from '../../store/store.ts'
import { BadError, NoError, refusals } from '../errors.ts'
import { imapLimits } from '../limits.ts'
import { ancestors, DELIMITER, isPossibleName } from '../mailbox-name.ts'
import type { Arguments } from '../parse/arguments.ts'
import type { Session } from '../session.ts'
import { SPECIAL_USE, specialUse } from '../special-use.ts'
import { setSubscribed } from '../subscriptions.ts'
import { afterLogin, command } from './command.ts'

const oneName = (args: Arguments): string => args.space().mailbox()

/** Changes to the names of one account happen one after the other. */
const alone = <T>(session: Session, job: () => Promise<T>): Promise<T> =>
  session.server.accountQueue.run(session.accountId, job)

const childrenOf = (session: Session, name: string): Mailbox[] =>
  session.server.store
    .listMailboxes(session.accountId)
    .filter((mailbox) => mailbox.name.startsWith(`${name}${DELIMITER}`))

/** Makes the names above, too (RFC 9051 section 6.3.4). @throws NoError */
const createWithAncestors = async (session: Session, name: string): Promise<void> => {
  const { store } = session.server
  if (!isPossibleName(name)) throw new NoError(refusals.badName)
  if (store.findMailbox(session.accountId, name) !== undefined) throw new NoError(refusals.exists)
  const missing = [...ancestors(name), name].filter(
    (each) => store.findMailbox(session.accountId, each) === undefined,
  )
  if (store.listMailboxes(session.accountId).length + missing.length > imapLimits.mailboxes) {
    throw new NoError(refusals.mailboxes)
  }
  for (const each of missing) await store.createMailbox(session.accountId, each)
}

/** `mailbox [SP "(" "USE" SP "(" [use *(SP use)] ")" ")"]` (RFC 6154 section 6). */
const parseCreate = (args: Arguments): { given: string; words: string[] } => {
  const given = oneName(args)
  const words: string[] = []
  if (args.done) return { given, words }
  args.space().list(() => {
    if (args.keyword() !== 'USE') throw new BadError('Unknown CREATE parameter')
    args.space().list(() => words.push(args.word()), true)
  })
  return { given, words }
}

export const create = command({
  name: 'CREATE',
  states: afterLogin,
  parse: parseCreate,
  async run(session, { given, words }) {
    const uses = new Set(words.map(specialUse))
    if (uses.has(undefined)) throw new NoError(refusals.specialUse)
    // A trailing delimiter says that names will be made below it.
    const name = given.endsWith(DELIMITER) ? given.slice(0, -1) : given
    await alone(session, async () => {
      await createWithAncestors(session, name)
      if (uses.size === 0) return
      await session.server.store.setMetadata(session.accountId, name, SPECIAL_USE, [...uses].join(' '))
    })
    return { text: 'Create completed' }
  },
})

export const deleteMailbox = command({
  name: 'DELETE',
  states: afterLogin,
  parse: oneName,
  async run(session, name) {
    if (name === 'INBOX') throw new NoError(refusals.inbox)
    const { store, notifier } = session.server
    await alone(session, async () => {
      const mailbox = session.mailbox(name)
      if (childrenOf(session, name).length > 0) throw new NoError(refusals.hasChildren)
      if (session.selected?.mailboxId === mailbox.id) session.unselect()
      await store.deleteMailbox(mailbox.id)
      notifier.publish(mailbox.id)
    })
    return { text: 'Delete completed' }
  },
})

/** RFC 9051 section 6.3.6: INBOX stays and gives its messages away; other names take what is below them along. */
const renameTo = async (session: Session, from: string, to: string): Promise<void> => {
  const { store, notifier, config } = session.server
  const mailbox = session.mailbox(from)
  if (!isPossibleName(to) || to.startsWith(`${from}${DELIMITER}`)) throw new NoError(refusals.badName)
  if (store.findMailbox(session.accountId, to) !== undefined) throw new NoError(refusals.exists)
  if (from === 'INBOX') {
    await createWithAncestors(session, to)
    const target = session.mailbox(to)
    const uids = store.listMessages(mailbox.id).map((entry) => entry.uid)
    const quotaBytes = config.limits.mailbox_bytes
    if (uids.length > 0) await store.copy(mailbox.id, uids, target.id, { move: true, quotaBytes })
    notifier.publish(mailbox.id)
    return
  }
  const children = childrenOf(session, from)
  const moved = (name: string): string => `${to}${name.slice(from.length)}`
  if (!children.every((child) => isPossibleName(moved(child.name)))) throw new NoError(refusals.badName)
  for (const above of ancestors(to)) {
    if (store.findMailbox(session.accountId, above) === undefined) await createWithAncestors(session, above)
  }
  if (!(await store.renameMailbox(mailbox.id, to))) throw new NoError(refusals.exists)
  for (const child of children) await store.renameMailbox(child.id, moved(child.name))
}

export const rename = command({
  name: 'RENAME',
  states: afterLogin,
  parse: (args) => ({ from: oneName(args), to: oneName(args) }),
  async run(session, { from, to }) {
    await alone(session, () => renameTo(session, from, to))
    return { text: 'Rename completed' }
  },
})

export const subscribe = command({
  name: 'SUBSCRIBE',
  states: afterLogin,
  parse: oneName,
  async run(session, name) {
    session.mailbox(name)
    if (!(await setSubscribed(session, name, true))) throw new NoError(refusals.mailboxes)
    return { text: 'Subscribe completed' }
  },
})

export const unsubscribe = command({
  name: 'UNSUBSCRIBE',
  states: afterLogin,
  parse: oneName,
  async run(session, name) {
    await setSubscribed(session, name, false)
    return { text: 'Unsubscribe completed' }
  },
})
