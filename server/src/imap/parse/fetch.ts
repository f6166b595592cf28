import { BadError } from '../errors.ts'
import { imapLimits } from '../limits.ts'
import { string } from '../wire/encoder.ts'
import type { Arguments } from './arguments.ts'

/** What of a body is asked for (RFC 9051 section 6.4.5, `section`). */
export interface Section {
  /** `[1.2]` as `[1, 2]`; empty is the message itself. */
  readonly part: readonly number[]
  readonly text: 'ALL' | 'HEADER' | 'TEXT' | 'MIME' | 'HEADER.FIELDS' | 'HEADER.FIELDS.NOT'
  /** Field names in lower case, for `HEADER.FIELDS`. */
  readonly fields: ReadonlySet<string>
  /** How the item is named in the reply: `BODY[1.TEXT]<0>` or `RFC822.HEADER`. */
  readonly label: string
  readonly partial: { readonly from: number; readonly length: number } | undefined
  /** False for BODY.PEEK and RFC822.HEADER: `\Seen` stays as it is. */
  readonly marksSeen: boolean
}

export type SimpleItem =
  | 'FLAGS'
  | 'UID'
  | 'INTERNALDATE'
  | 'RFC822.SIZE'
  | 'MODSEQ'
  | 'ENVELOPE'
  | 'BODY'
  | 'BODYSTRUCTURE'

export type FetchItem = SimpleItem | Section

const simple = new Set<string>([
  'FLAGS',
  'UID',
  'INTERNALDATE',
  'RFC822.SIZE',
  'MODSEQ',
  'ENVELOPE',
  'BODY',
  'BODYSTRUCTURE',
])

const macros = new Map<string, readonly SimpleItem[]>([
  ['FAST', ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE']],
  ['ALL', ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE']],
  ['FULL', ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY']],
])

const NO_FIELDS: ReadonlySet<string> = new Set()
const whole = (label: string, text: Section['text'], marksSeen: boolean): Section => {
  return { part: [], text, fields: NO_FIELDS, label, partial: undefined, marksSeen }
}
const rfc822 = new Map<string, Section>([
  ['RFC822', whole('RFC822', 'ALL', true)],
  ['RFC822.HEADER', whole('RFC822.HEADER', 'HEADER', false)],
  ['RFC822.TEXT', whole('RFC822.TEXT', 'TEXT', true)],
])

/** `( macro / fetch-att / "(" fetch-att *(SP fetch-att) ")" )`. */
export const parseFetchItems = (args: Arguments): FetchItem[] => {
  if (!args.at('(')) {
    const token = args.peek()
    const macro = token?.kind === 'atom' ? macros.get(token.text.toUpperCase()) : undefined
    if (macro === undefined) return [fetchAtt(args)]
    args.next()
    return [...macro]
  }
  const items: FetchItem[] = []
  args.list(() => {
    items.push(fetchAtt(args))
    if (items.length > imapLimits.fetchItems) throw new BadError('Too many items')
  })
  return items
}

const fetchAtt = (args: Arguments): FetchItem => {
  const word = args.keyword()
  if (simple.has(word)) return word as SimpleItem
  const section = rfc822.get(word)
  if (section !== undefined) return section
  const match = /^BODY(\.PEEK)?\[([^\]]*)(\].*)?$/.exec(word)
  if (match === null) throw new BadError('Unknown FETCH item')
  const [, peek, spec, tail] = match
  return bodySection(args, spec!, tail, peek === undefined)
}

const bodySection = (
  args: Arguments,
  spec: string,
  tail: string | undefined,
  marksSeen: boolean,
): Section => {
  const match =
    /^((?:[1-9][0-9]{0,4}\.)*[1-9][0-9]{0,4})?\.?(HEADER|TEXT|MIME|HEADER\.FIELDS|HEADER\.FIELDS\.NOT)?$/.exec(
      spec,
    )
  if (match === null) throw new BadError('The section is not valid')
  const [, numbers, text] = match
  const part = numbers === undefined ? [] : numbers.split('.').map(Number)
  const canonical = [numbers, text].filter((each) => each !== undefined).join('.')
  if (canonical !== spec || (text === 'MIME' && part.length === 0))
    throw new BadError('The section is not valid')
  const listed = text === 'HEADER.FIELDS' || text === 'HEADER.FIELDS.NOT'
  if (listed === (tail !== undefined)) throw new BadError('The section is not valid')
  const names = listed ? fieldNames(args) : []
  const rest = listed ? closing(args) : tail!
  const partial = parsePartial(rest)
  const list = listed ? ` (${names.map(fieldName).join(' ')})` : ''
  return {
    part,
    text: (text ?? 'ALL') as Section['text'],
    fields: new Set(names.map((name) => name.toLowerCase())),
    label: `BODY[${spec}${list}]${partial === undefined ? '' : `<${partial.from}>`}`,
    partial,
    marksSeen,
  }
}

/** `header-list`. */
const fieldNames = (args: Arguments): string[] => {
  const names: string[] = []
  args.space().list(() => {
    const name = args.astring()
    if (!/^[\x21-\x39\x3b-\x7e]{1,256}$/.test(name)) throw new BadError('That is not a header field name')
    names.push(name.toUpperCase())
    if (names.length > imapLimits.headerFields) throw new BadError('Too many header fields')
  })
  return names
}

const fieldName = (name: string): string => (/[()"\\\]%*{]/.test(name) ? string(name) : name)

const closing = (args: Arguments): string => {
  const token = args.next()
  if (token.kind !== 'atom' || token.gap || !token.text.startsWith(']')) throw new BadError('A ] is missing')
  return token.text
}

/** `"<" number "." nz-number ">"` after the bracket. */
const parsePartial = (rest: string): Section['partial'] => {
  if (rest === ']') return undefined
  const match = /^\]<([0-9]{1,10})\.([1-9][0-9]{0,9})>$/.exec(rest)
  if (match === null) throw new BadError('The partial is not valid')
  return { from: Number(match[1]), length: Number(match[2]) }
}
