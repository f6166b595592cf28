import type { FlagChange, MessageEntry } from '../../store/store.ts'
import { BadError, NoError, refusals } from '../errors.ts'
import { imapLimits } from '../limits.ts'
import type { Arguments } from '../parse/arguments.ts'
import { type Flags, formatFlags, parseFlags } from '../parse/flags.ts'
import type { Session } from '../session.ts'
import { formatSet, type NumberSet } from '../wire/number-set.ts'
import { command, type Reply, selectedOnly } from './command.ts'

interface StoreArguments {
  readonly set: NumberSet
  readonly unchangedSince: number | undefined
  readonly action: '+' | '-' | '='
  readonly silent: boolean
  readonly flags: Flags
}

/** RFC 9051 section 6.4.6, RFC 7162 section 3.1.3. */
const parse = (args: Arguments): StoreArguments => {
  const set = args.space().set()
  let unchangedSince: number | undefined
  if (args.space().at('(')) {
    args.list(() => {
      if (args.keyword() !== 'UNCHANGEDSINCE') throw new BadError('Unknown STORE modifier')
      unchangedSince = args.space().number()
    })
    args.space()
  }
  const match = /^([+-]?)FLAGS(\.SILENT)?$/.exec(args.keyword())
  if (match === null) throw new BadError('FLAGS was expected')
  args.space()
  return {
    set,
    unchangedSince,
    action: match[1] === '' ? '=' : (match[1] as '+' | '-'),
    silent: match[2] !== undefined,
    flags: parseFlags(args),
  }
}

const run = async (session: Session, args: StoreArguments, uid: boolean): Promise<Reply> => {
  const { mailboxId, view } = session.writable
  const { store, notifier, flagQueue } = session.server
  const sequences = session.sequences(args.set, uid)
  if (args.unchangedSince !== undefined) session.condstore = true
  const refused: number[] = []
  // Others changed these first: the client cannot work out their flags, silent or not (RFC 3501 section 6.4.6).
  const surprising = new Set<number>()
  const own: MessageEntry[] = []
  let asked = 0
  let there = 0
  for (const [from, to] of view.windows(sequences)) {
    asked += view.sequenceOf(to) - view.sequenceOf(from) + 1
    const changed = await flagQueue.run(mailboxId, async () => {
      const entries = store
        .listMessages(mailboxId, from, to)
        .filter((entry) => view.sequenceOf(entry.uid) !== 0)
      there += entries.length
      const changes: FlagChange[] = []
      for (const entry of entries) {
        if (entry.modseq > view.modseq) surprising.add(entry.uid)
        if (args.unchangedSince !== undefined && entry.modseq > args.unchangedSince) refused.push(entry.uid)
        else changes.push(apply(entry, args))
      }
      return changes.length === 0 ? [] : store.setFlags(mailboxId, changes)
    })
    if (changed.length === 0) continue
    notifier.publish(mailboxId)
    if (!args.silent) session.toldAlready(changed)
    else own.push(...changed.filter((entry) => !surprising.has(entry.uid)))
    for (const entry of changed) answer(session, entry, args.silent, uid)
    if (session.out.full) await session.out.flush()
  }
  // After a NO the client does not know what was stored, so it is told.
  if (!uid && there < asked && refused.length === 0) throw new NoError(refusals.expunged)
  session.toldAlready(own)
  if (refused.length > 0) {
    const numbers = uid ? refused : refused.map((each) => view.sequenceOf(each))
    return { code: `MODIFIED ${formatSet(numbers)}`, text: 'Conditional store failed for some' }
  }
  return { text: 'Store completed' }
}

const apply = (entry: MessageEntry, { action, flags }: StoreArguments): FlagChange => {
  const { uid } = entry
  if (action === '=') return { uid, flags: flags.bits, keywords: bounded(flags.keywords) }
  const given = new Set(flags.keywords.map((keyword) => keyword.toLowerCase()))
  const others = entry.keywords.filter((keyword) => !given.has(keyword.toLowerCase()))
  return action === '+'
    ? { uid, flags: entry.flags | flags.bits, keywords: bounded([...others, ...flags.keywords]) }
    : { uid, flags: entry.flags & ~flags.bits, keywords: others }
}

const bounded = (keywords: readonly string[]): readonly string[] => {
  if (keywords.length > imapLimits.keywords) throw new NoError(refusals.keywords)
  return keywords
}

const answer = (session: Session, entry: MessageEntry, silent: boolean, uid: boolean): void => {
  const items = [
    ...(uid || session.condstore ? [`UID ${entry.uid}`] : []),
    ...(silent ? [] : [`FLAGS ${formatFlags(entry.flags, entry.keywords)}`]),
    ...(session.condstore ? [`MODSEQ (${entry.modseq})`] : []),
  ]
  if (silent && !session.condstore) return
  session.out.text(`* ${session.open.view.sequenceOf(entry.uid)} FETCH (${items.join(' ')})\r\n`)
}

export const store = command({
  name: 'STORE',
  states: selectedOnly,
  expunges: false,
  parse,
  run: (session, args) => run(session, args, false),
})

export const uidStore = command({
  name: 'UID STORE',
  states: selectedOnly,
  parse,
  run: (session, args) => run(session, args, true),
})
