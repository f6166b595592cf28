import type { Random } from './random.ts'

/** What inputs of one language are made of. Text is latin1: one character is one octet. */
export interface Language {
  /** Correct inputs. */
  readonly seeds: readonly string[]
  /** Words, delimiters and line ends that mean something. */
  readonly tokens: readonly string[]
}

/** Where integers wrap, sets end and counters begin. */
export const numbers = [
  '0',
  '-1',
  '1',
  '2',
  '*',
  '127',
  '255',
  '65535',
  '65536',
  '2147483647',
  '2147483648',
  '4294967295',
  '4294967296',
  '9007199254740993',
  '9223372036854775807',
  '18446744073709551616',
  '00000000000000000001',
  '1e9',
  '0x10',
] as const

/** Octets that end, quote or break something in most languages. */
const octets = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\t',
  ' ',
  '"',
  "'",
  '\\',
  '<',
  '>',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ':',
  ';',
  ',',
  '.',
  '=',
  '%',
  '*',
  '&',
  '~',
  '\x7f',
  '\x80',
  '\xc3\xa4',
  '\xe2\x80\xae',
  '\xf0\x9f\x98\x80',
  '\xff',
] as const

/** An input never grows beyond this many octets by repeating. */
const MOST = 40_000

type Change = (text: string, random: Random, language: Language) => string

/** From one place to a later one, both inside the text. */
const range = (text: string, random: Random): [number, number] => {
  const from = random.below(text.length + 1)
  const length = random.once(3) ? random.below(text.length - from + 1) : random.below(12)
  return [from, Math.min(text.length, from + length)]
}

const replace = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to)

const changes: readonly Change[] = [
  // insert
  (text, random, { tokens }) => {
    const at = random.below(text.length + 1)
    return replace(text, at, at, random.pick(tokens))
  },
  (text, random) => {
    const at = random.below(text.length + 1)
    return replace(text, at, at, random.pick(octets))
  },
  // replace a stretch
  (text, random, { tokens }) => replace(text, ...range(text, random), random.pick(tokens)),
  (text, random) => replace(text, ...range(text, random), random.pick(octets)),
  // another number
  (text, random) => {
    const found = [...text.matchAll(/\d+/g)]
    if (found.length === 0) return text
    const { index, 0: digits } = random.pick(found)
    return replace(text, index, index + digits.length, random.pick(numbers))
  },
  // remove
  (text, random) => replace(text, ...range(text, random), ''),
  // truncate
  (text, random) => text.slice(0, random.below(text.length + 1)),
  // flip a bit
  (text, random) => {
    if (text === '') return text
    const at = random.below(text.length)
    return replace(text, at, at + 1, String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(8))))
  },
  // repeat a stretch
  (text, random) => {
    const [from, to] = range(text, random)
    const piece = text.slice(from, to)
    const times = random.once(12) ? random.below(2000) : random.below(6)
    const room = Math.floor(MOST / Math.max(1, piece.length))
    return replace(text, to, to, piece.repeat(Math.min(times, room)))
  },
  // swap two lines
  (text, random) => {
    const lines = text.split('\n')
    const [one, other] = [random.below(lines.length), random.below(lines.length)]
    const kept = lines[one]!
    lines[one] = lines[other]!
    lines[other] = kept
    return lines.join('\n')
  },
  // splice: the beginning of this, the end of another
  (text, random, { seeds }) => {
    const other = random.pick(seeds)
    return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1))
  },
]

/** A changed input of the language: mostly one to four changes, sometimes none, sometimes very many. */
export const mutated = (language: Language, random: Random): Buffer => {
  let text = random.pick(language.seeds)
  const count = random.once(20) ? random.below(60) : random.below(5)
  for (let done = 0; done < count; done++) text = random.pick(changes)(text, random, language)
  return Buffer.from(text.slice(0, 4 * MOST), 'latin1')
}

/** Cuts octets into the pieces in which a network might deliver them. */
export const pieces = (octets: Buffer, random: Random): Buffer[] => {
  if (random.once(2)) return [octets]
  const most = random.pick([1, 3, 40, 1500])
  const cut: Buffer[] = []
  for (let at = 0; at < octets.length && cut.length < 200; ) {
    const length = cut.length === 199 ? octets.length : 1 + random.below(most)
    cut.push(Buffer.from(octets.subarray(at, at + length)))
    at += length
  }
  return cut
}
