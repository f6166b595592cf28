import { ContentGoneError, Flag, type MessageEntry } from '../../store/store.ts'
import { BadError, ByeError, CutError, NoError, refusals } from '../errors.ts'
import { fetchItems, Message } from '../fetch/item.ts'
import { Pace } from '../pace.ts'
import type { Arguments } from '../parse/arguments.ts'
import { type FetchItem, parseFetchItems } from '../parse/fetch.ts'
import type { Session } from '../session.ts'
import type { NumberSet } from '../wire/number-set.ts'
import { command, type Reply, selectedOnly } from './command.ts'

interface Fetch {
  readonly set: NumberSet
  readonly items: readonly FetchItem[]
  readonly changedSince: number | undefined
}

/** RFC 9051 section 6.4.5, RFC 7162 section 3.1.4. */
const parse = (args: Arguments): Fetch => {
  const set = args.space().set()
  const items = parseFetchItems(args.space())
  let changedSince: number | undefined
  if (!args.done) {
    args.space().list(() => {
      if (args.keyword() !== 'CHANGEDSINCE') throw new BadError('Unknown FETCH modifier')
      changedSince = args.space().number()
    })
  }
  return { set, items, changedSince }
}

const run = async (session: Session, { set, items, changedSince }: Fetch, uid: boolean): Promise<Reply> => {
  const { view, mailboxId, readOnly } = session.open
  const { store } = session.server
  const wanted = complete(items, uid, changedSince !== undefined)
  if (wanted.includes('MODSEQ')) session.condstore = true
  const marksSeen = !readOnly && items.some((item) => typeof item === 'object' && item.marksSeen)
  const pace = new Pace(() => session.gone)
  let asked = 0
  let told = 0
  for (const [from, to] of view.windows(session.sequences(set, uid))) {
    asked += view.sequenceOf(to) - view.sequenceOf(from) + 1
    let entries = store.listMessages(mailboxId, from, to).filter((entry) => view.sequenceOf(entry.uid) !== 0)
    told += entries.length
    if (changedSince !== undefined) entries = entries.filter((entry) => entry.modseq > changedSince)
    const seen = marksSeen ? await markSeen(session, entries) : undefined
    for (const entry of entries) {
      await pace.rest()
      const now = seen?.get(entry.uid)
      const sent = await send(session, pace, now ?? entry, now === undefined ? wanted : withFlags(wanted))
      if (!sent) told--
    }
  }
  if (!uid && told < asked) throw new NoError(refusals.expunged)
  return { text: 'Fetch completed' }
}

/** UID FETCH always answers the UID, CHANGEDSINCE always the MODSEQ. */
const complete = (items: readonly FetchItem[], uid: boolean, modseq: boolean): FetchItem[] => {
  const all = new Set<FetchItem>(items)
  const first: FetchItem[] = uid && !all.has('UID') ? ['UID'] : []
  if (modseq && !all.has('MODSEQ')) first.push('MODSEQ')
  return [...first, ...all]
}

const withFlags = (items: FetchItem[]): FetchItem[] => (items.includes('FLAGS') ? items : [...items, 'FLAGS'])

/** Sets `\Seen` where it is not; returns the entries that changed, by UID. */
const markSeen = async (
  session: Session,
  entries: readonly MessageEntry[],
): Promise<ReadonlyMap<number, MessageEntry>> => {
  const { store, notifier, flagQueue } = session.server
  const { mailboxId } = session.open
  const unseen = new Set(entries.filter((entry) => (entry.flags & Flag.Seen) === 0).map((entry) => entry.uid))
  if (unseen.size === 0) return new Map()
  const changed = await flagQueue.run(mailboxId, () => {
    const now = store.listMessages(mailboxId, entries[0]!.uid, entries.at(-1)!.uid)
    const changes = now
      .filter((entry) => unseen.has(entry.uid))
      .map(({ uid, flags, keywords }) => ({ uid, flags: flags | Flag.Seen, keywords }))
    return store.setFlags(mailboxId, changes)
  })
  notifier.publish(mailboxId)
  session.toldAlready(changed)
  return new Map(changed.map((entry) => [entry.uid, entry]))
}

/** One FETCH response. False when the message is gone; then nothing was sent. */
const send = async (
  session: Session,
  pace: Pace,
  entry: MessageEntry,
  items: readonly FetchItem[],
): Promise<boolean> => {
  const { out, server } = session
  const message = new Message(server.store, entry, pace)
  let begun = false
  try {
    const pieces = await fetchItems(message, items)
    if (pieces === undefined) return false
    out.text(`* ${session.open.view.sequenceOf(entry.uid)} FETCH (`)
    begun = true
    for (const piece of pieces) {
      if (typeof piece === 'string') out.text(piece)
      else await message.send(out, piece.from, piece.to)
    }
    out.text(')\r\n')
    if (out.full) await out.flush()
    return true
  } catch (error) {
    const expunged = error instanceof ContentGoneError
    if (begun) {
      // a phone that leaves in the middle of a message is no fault
      if (!expunged && !(error instanceof ByeError))
        server.log.error('imap.fetch_cut', { error: error instanceof Error ? error.name : 'thrown' })
      throw new CutError('a message could not be sent to its end')
    }
    if (!expunged) throw error
    return false
  }
}

export const fetch = command({
  name: 'FETCH',
  states: selectedOnly,
  expunges: false,
  parse,
  run: (session, args) => run(session, args, false),
})

export const uidFetch = command({
  name: 'UID FETCH',
  states: selectedOnly,
  parse,
  run: (session, args) => run(session, args, true),
})
