import { NoError, refusals } from '../errors.ts'
import type { Arguments } from '../parse/arguments.ts'
import type { Session } from '../session.ts'
import { formatSet, type NumberSet } from '../wire/number-set.ts'
import { command, type Reply, selectedOnly } from './command.ts'

interface Copy {
  readonly set: NumberSet
  readonly name: string
}

const parse = (args: Arguments): Copy => ({ set: args.space().set(), name: args.space().mailbox() })

/** COPY and MOVE with COPYUID (RFC 9051 section 6.4.7, RFC 6851, RFC 4315 section 3). All or nothing. */
const run = async (session: Session, { set, name }: Copy, uid: boolean, move: boolean): Promise<Reply> => {
  const { mailboxId, view } = move ? session.writable : session.open
  const { store, notifier, config } = session.server
  const to = store.findMailbox(session.accountId, name)
  if (to === undefined) throw new NoError(refusals.tryCreate)
  const uids: number[] = []
  for (const [first, last] of session.sequences(set, uid)) {
    for (let sequence = first; sequence <= last; sequence++) uids.push(view.uidAt(sequence)!)
  }
  const text = `${move ? 'Move' : 'Copy'} completed`
  if (uids.length === 0) return { text }
  const pairs = await store.copy(mailboxId, uids, to.id, { move, quotaBytes: config.limits.mailbox_bytes })
  if (pairs === 'over-quota') throw new NoError(refusals.overQuota)
  notifier.publish(to.id)
  if (pairs.length === 0) return uid ? { text } : refuseExpunged()
  const old = formatSet(pairs.map(([from]) => from))
  const fresh = formatSet(pairs.map(([, made]) => made))
  const code = `COPYUID ${to.uidValidity} ${old} ${fresh}`
  if (!move) return { code, text }
  notifier.publish(mailboxId)
  session.out.text(`* OK [${code}] Moved\r\n`)
  for (const sequence of view.remove(pairs.map(([from]) => from)))
    session.out.text(`* ${sequence} EXPUNGE\r\n`)
  return { text }
}

const refuseExpunged = (): never => {
  throw new NoError(refusals.expunged)
}

const row = (name: string, uid: boolean, move: boolean) =>
  command({
    name,
    states: selectedOnly,
    parse,
    run: (session: Session, args: Copy) => run(session, args, uid, move),
  })

export const copy = row('COPY', false, false)
export const uidCopy = row('UID COPY', true, false)
export const move = row('MOVE', false, true)
export const uidMove = row('UID MOVE', true, true)
