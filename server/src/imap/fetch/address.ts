import { imapLimits } from '../limits.ts'
import { nstring } from '../wire/encoder.ts'

/** RFC 9051 section 7.5.2: name, source route, mailbox, host. A group is marked by a missing host. */
interface Address {
  readonly name: string | undefined
  readonly mailbox: string | undefined
  readonly host: string | undefined
}

const TOKEN =
  /[ \t\r\n]+|"((?:[^"\\]|\\[\s\S])*)"?|\((?:[^()\\]|\\[\s\S])*\)?|([<>:;,@[\]])|[^\s"(<>:;,@[\]]+|[\s\S]/gy

interface Piece {
  readonly kind: 'space' | 'quoted' | 'comment' | 'special' | 'atom'
  readonly text: string
}

const pieces = (value: string): Piece[] => {
  const found: Piece[] = []
  for (const match of value.matchAll(TOKEN)) {
    const [text, quoted, special] = match
    if (quoted !== undefined) found.push({ kind: 'quoted', text: quoted.replace(/\\([\s\S])/g, '$1') })
    else if (special !== undefined) found.push({ kind: 'special', text })
    else if (/^\s/.test(text)) found.push({ kind: 'space', text: ' ' })
    else if (text.startsWith('(')) found.push({ kind: 'comment', text: text.replace(/^\(|\)$/g, '') })
    else found.push({ kind: 'atom', text })
  }
  return found
}

/** Reads an address list the tolerant way (RFC 5322 section 3.4): what makes no sense becomes a name or nothing. */
export const parseAddresses = (value: string): Address[] => {
  const found: Address[] = []
  let words: Piece[] = []
  let angle: Piece[] | undefined
  let inAngle = false
  let inGroup = false
  const finish = (): void => {
    const address = toAddress(words, angle)
    if (address !== undefined && found.length < imapLimits.addresses) found.push(address)
    words = []
    angle = undefined
    inAngle = false
  }
  for (const piece of pieces(value)) {
    const special = piece.kind === 'special' ? piece.text : ''
    if (special === '<') {
      angle = []
      inAngle = true
    } else if (special === '>') inAngle = false
    else if (inAngle) angle!.push(piece)
    else if (special === ',') finish()
    else if (special === ':' && !inGroup) {
      inGroup = true
      found.push({ name: undefined, mailbox: phrase(words) ?? '', host: undefined })
      words = []
    } else if (special === ';' && inGroup) {
      finish()
      inGroup = false
      found.push({ name: undefined, mailbox: undefined, host: undefined })
    } else words.push(piece)
  }
  finish()
  if (inGroup) found.push({ name: undefined, mailbox: undefined, host: undefined })
  return found
}

const phrase = (words: readonly Piece[]): string | undefined => {
  const text = words
    .filter((piece) => piece.kind !== 'comment')
    .map((piece) => piece.text)
    .join('')
    .trim()
  return text === '' ? undefined : text
}

const toAddress = (words: readonly Piece[], angle: readonly Piece[] | undefined): Address | undefined => {
  if (angle !== undefined) return { name: phrase(words), ...split(angle) }
  if (!words.some((piece) => piece.kind !== 'space' && piece.kind !== 'comment')) return undefined
  const comment = words.find((piece) => piece.kind === 'comment')?.text
  return { name: comment, ...split(words) }
}

const split = (words: readonly Piece[]): Pick<Address, 'mailbox' | 'host'> => {
  const kept = words.filter((piece) => piece.kind !== 'comment' && piece.kind !== 'space')
  // A source route, `@relay,@relay:`, is not kept: nobody uses it.
  const route = kept.findIndex((piece) => piece.text === ':' && piece.kind === 'special')
  const spec = kept[0]?.text === '@' && route !== -1 ? kept.slice(route + 1) : kept
  const at = spec.findLastIndex((piece) => piece.text === '@' && piece.kind === 'special')
  const text = (some: readonly Piece[]): string => some.map((piece) => piece.text).join('')
  return at === -1
    ? { mailbox: text(spec), host: '' }
    : { mailbox: text(spec.slice(0, at)), host: text(spec.slice(at + 1)) }
}

/** `"(" 1*address ")" / nil`. */
export const addressList = (value: string | undefined): string => {
  const addresses = value === undefined ? [] : parseAddresses(value)
  if (addresses.length === 0) return 'NIL'
  const one = ({ name, mailbox, host }: Address): string =>
    `(${nstring(name)} NIL ${nstring(mailbox)} ${nstring(host)})`
  return `(${addresses.map(one).join('')})`
}
