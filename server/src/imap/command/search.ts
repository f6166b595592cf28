import { ContentGoneError, type MessageEntry } from '../../store/store.ts'
import { Matcher } from '../fetch/match.ts'
import { Pace } from '../pace.ts'
import type { SearchKey } from '../parse/search.ts'
import { parseSearchCommand, type Search, type SearchReturn } from '../parse/search-return.ts'
import type { Session } from '../session.ts'
import { formatSet, resolveSet } from '../wire/number-set.ts'
import { command, type Reply, selectedOnly } from './command.ts'

/** Numbers found, ascending, each with the mod-sequence of its message. */
interface Found {
  readonly numbers: number[]
  readonly modseqs: number[]
}

const run = async (session: Session, { key, wanted }: Search, uid: boolean, tag: string): Promise<Reply> => {
  const withModseq = mentionsModseq(key)
  if (withModseq) session.condstore = true
  const found = await find(session, key, uid)
  session.out.text(
    wanted === undefined
      ? searchLine(found, withModseq)
      : esearchLine(found, wanted, `(TAG "${tag}")${uid ? ' UID' : ''}`, withModseq),
  )
  return { text: 'Search completed' }
}

const find = async (session: Session, key: SearchKey, uid: boolean): Promise<Found> => {
  const { view, mailboxId } = session.open
  const { store } = session.server
  const matcher = new Matcher(store, new Pace(() => session.gone), (set, uids) =>
    resolveSet(set, uids ? view.lastUid : view.count),
  )
  const found: Found = { numbers: [], modseqs: [] }
  const keep = (entry: MessageEntry, sequence: number): void => {
    found.numbers.push(uid ? entry.uid : sequence)
    found.modseqs.push(entry.modseq)
  }
  for (const [from, to] of view.windows(view.count === 0 ? [] : [[1, view.count]])) {
    for (const entry of store.listMessages(mailboxId, from, to)) {
      const sequence = view.sequenceOf(entry.uid)
      if (sequence !== 0 && (await matched(matcher, key, { entry, sequence }))) keep(entry, sequence)
    }
  }
  return found
}

const highest = (modseqs: readonly number[]): number => modseqs.reduce((a, b) => Math.max(a, b), 0)

/** RFC 3501 section 6.4.4; with a MODSEQ key it ends in the highest one found (RFC 7162 section 3.1.5). */
const searchLine = ({ numbers, modseqs }: Found, withModseq: boolean): string => {
  const modseq = withModseq && numbers.length > 0 ? ` (MODSEQ ${highest(modseqs)})` : ''
  return `* SEARCH${numbers.map((number) => ` ${number}`).join('')}${modseq}\r\n`
}

/** RFC 4731 section 3.1; what has no value is left out. MODSEQ as section 3.2 says: of what is named, if not of all. */
const esearchLine = (
  { numbers, modseqs }: Found,
  wanted: ReadonlySet<SearchReturn>,
  correlator: string,
  withModseq: boolean,
): string => {
  const items: string[] = []
  const named: number[] = []
  if (numbers.length > 0) {
    if (wanted.has('MIN')) {
      items.push(`MIN ${numbers[0]}`)
      named.push(modseqs[0]!)
    }
    if (wanted.has('MAX')) {
      items.push(`MAX ${numbers.at(-1)}`)
      named.push(modseqs.at(-1)!)
    }
    if (wanted.has('ALL')) items.push(`ALL ${formatSet(numbers)}`)
  }
  if (wanted.has('COUNT')) items.push(`COUNT ${numbers.length}`)
  const ofAll = wanted.has('ALL') || wanted.has('COUNT')
  if (withModseq && numbers.length > 0) items.push(`MODSEQ ${highest(ofAll ? modseqs : named)}`)
  return `* ESEARCH ${[correlator, ...items].join(' ')}\r\n`
}

const matched = async (matcher: Matcher, ...args: Parameters<Matcher['matches']>): Promise<boolean> => {
  try {
    return await matcher.matches(...args)
  } catch (error) {
    if (error instanceof ContentGoneError) return false
    throw error
  }
}

const mentionsModseq = (key: SearchKey): boolean => {
  if (key.key === 'and') return key.keys.some(mentionsModseq)
  if (key.key === 'or') return mentionsModseq(key.left) || mentionsModseq(key.right)
  return key.key === 'not' ? mentionsModseq(key.inner) : key.key === 'modseq'
}

export const search = command({
  name: 'SEARCH',
  states: selectedOnly,
  expunges: false,
  parse: parseSearchCommand,
  run: (session, args, tag) => run(session, args, false, tag),
})

export const uidSearch = command({
  name: 'UID SEARCH',
  states: selectedOnly,
  parse: parseSearchCommand,
  run: (session, args, tag) => run(session, args, true, tag),
})
