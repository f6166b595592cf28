import { Flag } from '../../store/store.ts'
import { BadError, NoError, refusals } from '../errors.ts'
import { imapLimits } from '../limits.ts'
import type { NumberSet } from '../wire/number-set.ts'
import type { Arguments } from './arguments.ts'
import { parseDate } from './date.ts'

/** `search-key` (RFC 9051 section 6.4.4). Texts are in lower case. */
export type SearchKey =
  | { readonly key: 'all' }
  | { readonly key: 'and'; readonly keys: readonly SearchKey[] }
  | { readonly key: 'or'; readonly left: SearchKey; readonly right: SearchKey }
  | { readonly key: 'not'; readonly inner: SearchKey }
  | { readonly key: 'set' | 'uid'; readonly set: NumberSet }
  | { readonly key: 'flag'; readonly flag: number; readonly on: boolean }
  | { readonly key: 'keyword'; readonly keyword: string }
  | { readonly key: 'larger' | 'smaller' | 'modseq'; readonly value: number }
  | { readonly key: 'date'; readonly sent: boolean; readonly from: number; readonly to: number }
  | { readonly key: 'header'; readonly name: string; readonly text: string }
  | { readonly key: 'body' | 'text'; readonly text: string }

const DAY = 86_400_000
const ALL: SearchKey = { key: 'all' }
const flag = (bit: number, on = true): SearchKey => ({ key: 'flag', flag: bit, on })
const not = (inner: SearchKey): SearchKey => ({ key: 'not', inner })
const number =
  (key: 'larger' | 'smaller') =>
  (args: Arguments): SearchKey => ({
    key,
    value: args.space().number(),
  })
const text = (args: Arguments): string => args.space().astring().toLowerCase()
const header =
  (name: string) =>
  (args: Arguments): SearchKey => ({ key: 'header', name, text: text(args) })
const date =
  (sent: boolean, span: (day: number) => readonly [number, number]) =>
  (args: Arguments): SearchKey => {
    const day = parseDate(args.space().astring())
    if (day === undefined) throw new BadError('A date was expected')
    const [from, to] = span(day)
    return { key: 'date', sent, from, to }
  }
const before = (day: number): readonly [number, number] => [Number.NEGATIVE_INFINITY, day]
const on = (day: number): readonly [number, number] => [day, day + DAY]
const since = (day: number): readonly [number, number] => [day, Number.POSITIVE_INFINITY]

/** Keys by name. Nothing is ever `\Recent` here, so NEW finds nothing and OLD everything. */
const keys = new Map<string, SearchKey | ((args: Arguments, depth: Depth) => SearchKey)>([
  ['ALL', ALL],
  ['ANSWERED', flag(Flag.Answered)],
  ['DELETED', flag(Flag.Deleted)],
  ['DRAFT', flag(Flag.Draft)],
  ['FLAGGED', flag(Flag.Flagged)],
  ['SEEN', flag(Flag.Seen)],
  ['UNANSWERED', flag(Flag.Answered, false)],
  ['UNDELETED', flag(Flag.Deleted, false)],
  ['UNDRAFT', flag(Flag.Draft, false)],
  ['UNFLAGGED', flag(Flag.Flagged, false)],
  ['UNSEEN', flag(Flag.Seen, false)],
  ['RECENT', not(ALL)],
  ['NEW', not(ALL)],
  ['OLD', ALL],
  ['BEFORE', date(false, before)],
  ['ON', date(false, on)],
  ['SINCE', date(false, since)],
  ['SENTBEFORE', date(true, before)],
  ['SENTON', date(true, on)],
  ['SENTSINCE', date(true, since)],
  ['LARGER', number('larger')],
  ['SMALLER', number('smaller')],
  ['BCC', header('bcc')],
  ['CC', header('cc')],
  ['FROM', header('from')],
  ['SUBJECT', header('subject')],
  ['TO', header('to')],
  ['BODY', (args) => ({ key: 'body', text: text(args) })],
  ['TEXT', (args) => ({ key: 'text', text: text(args) })],
  ['HEADER', (args) => ({ key: 'header', name: text(args), text: text(args) })],
  ['KEYWORD', (args) => ({ key: 'keyword', keyword: args.space().atom().toLowerCase() })],
  ['UNKEYWORD', (args) => not({ key: 'keyword', keyword: args.space().atom().toLowerCase() })],
  ['UID', (args) => ({ key: 'uid', set: args.space().set() })],
  ['MODSEQ', (args) => modseq(args)],
  ['NOT', (args, depth) => not(searchKey(args.space(), deeper(depth)))],
  [
    'OR',
    (args, depth) => ({
      key: 'or',
      left: searchKey(args.space(), deeper(depth)),
      right: searchKey(args.space(), deeper(depth)),
    }),
  ],
])

/** How deep the program is, and how many keys it has so far. */
interface Depth {
  readonly level: number
  readonly count: { keys: number }
}

const deeper = ({ level, count }: Depth): Depth => {
  if (level >= imapLimits.nesting) throw new BadError('The search is nested too deeply')
  return { level: level + 1, count }
}

/** The whole program, after CHARSET: all keys must match. */
export const parseSearch = (args: Arguments): SearchKey => {
  if (args.space().take('CHARSET')) {
    if (!['UTF-8', 'US-ASCII'].includes(args.space().astring().toUpperCase()))
      throw new NoError(refusals.charset)
    args.space()
  }
  const depth: Depth = { level: 0, count: { keys: 0 } }
  const found = [searchKey(args, depth)]
  while (!args.done) found.push(searchKey(args.space(), depth))
  return found.length === 1 ? found[0]! : { key: 'and', keys: found }
}

const searchKey = (args: Arguments, depth: Depth): SearchKey => {
  if (++depth.count.keys > imapLimits.searchKeys) throw new BadError('The search has too many keys')
  if (args.at('(')) {
    const inner = deeper(depth)
    const found: SearchKey[] = []
    args.list(() => found.push(searchKey(args, inner)))
    return { key: 'and', keys: found }
  }
  const token = args.peek()
  if (token?.kind === 'atom' && /^[0-9*]/.test(token.text)) return { key: 'set', set: args.set() }
  const row = keys.get(args.keyword())
  if (row === undefined) throw new BadError('Unknown search key')
  return typeof row === 'function' ? row(args, depth) : row
}

/** RFC 7162 section 3.1.5; the optional entry name and type change nothing here. */
const modseq = (args: Arguments): SearchKey => {
  if (args.space().peek()?.kind === 'quoted') {
    args.string()
    args.space().atom()
    args.space()
  }
  return { key: 'modseq', value: args.number() }
}
