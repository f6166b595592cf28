import { Flag } from '../../store/store.ts'
import type { Selected, Session } from '../session.ts'
import type { Ranges } from '../wire/number-set.ts'
import { resolveSet } from '../wire/number-set.ts'
import { command, none, type Reply, selectedOnly } from './command.ts'

const ALL: Ranges = [[1, 0xffff_ffff]]

/** Removes messages marked `\Deleted` among the ranges of UIDs. Returns what was really removed, by anybody's hand. */
const expungeDeleted = async (session: Session, open: Selected, uids: Ranges): Promise<number[]> => {
  const { store, notifier } = session.server
  const doomed: number[] = []
  for (const [from, to] of uids) {
    for (const entry of store.listMessages(open.mailboxId, from, to)) {
      if ((entry.flags & Flag.Deleted) !== 0 && open.view.sequenceOf(entry.uid) !== 0) doomed.push(entry.uid)
    }
  }
  if (doomed.length === 0) return doomed
  const gone = await store.expunge(open.mailboxId, doomed)
  notifier.publish(open.mailboxId)
  return gone
}

const run = async (session: Session, uids: Ranges): Promise<Reply> => {
  const open = session.writable
  const gone = await expungeDeleted(session, open, uids)
  for (const sequence of open.view.remove(gone)) session.out.text(`* ${sequence} EXPUNGE\r\n`)
  const text = 'Expunge completed'
  if (!session.condstore || gone.length === 0) return { text }
  // What others did up to here is told before the tagged reply (RFC 7162 section 3.2.7).
  const highest = session.server.store.mailbox(open.mailboxId)?.highestModseq
  return highest === undefined ? { text } : { code: `HIGHESTMODSEQ ${highest}`, text }
}

export const expunge = command({
  name: 'EXPUNGE',
  states: selectedOnly,
  parse: none,
  run: (session) => run(session, ALL),
})

/** RFC 4315 section 2.1. */
export const uidExpunge = command({
  name: 'UID EXPUNGE',
  states: selectedOnly,
  parse: (args) => args.space().set(),
  run: (session, set) => run(session, resolveSet(set, session.open.view.lastUid)),
})

/** RFC 9051 section 6.4.1: expunges without telling, and leaves. */
export const close = command({
  name: 'CLOSE',
  states: selectedOnly,
  parse: none,
  async run(session) {
    const { open } = session
    session.unselect()
    if (!open.readOnly) await expungeDeleted(session, open, ALL)
    return { text: 'Close completed' }
  },
})
