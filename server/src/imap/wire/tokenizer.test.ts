import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imapLimits } from '../limits.ts'
import type { Token, TokenEvent } from './token.ts'
import { Tokenizer } from './tokenizer.ts'

/** Tokens as text: `a` atom, `"a"` quoted, `{a}` literal, a leading space for the gap. */
const show = (tokens: readonly Token[]): string =>
  tokens
    .map((token) => {
      const gap = token.gap ? ' ' : ''
      if (token.kind === 'atom') return gap + token.text
      if (token.kind === 'quoted') return `${gap}"${token.text}"`
      return token.kind === 'literal' ? `${gap}{${token.bytes.toString('latin1')}}` : gap + token.kind
    })
    .join('')

/** Runs octets through a tokenizer in the given slices; literals above 100 octets are streamed. */
const run = (slices: readonly Buffer[], trusted = true): string[] => {
  const tokenizer = new Tokenizer()
  if (trusted) tokenizer.trust()
  const seen: string[] = []
  let data = 0
  for (const slice of slices) {
    let at = 0
    while (at < slice.length) {
      const event: TokenEvent | undefined = tokenizer.push(slice, at)
      at = tokenizer.end
      if (event === undefined) continue
      if (event.kind === 'literal') {
        seen.push(`literal ${event.size}${event.sync ? '' : '+'}`)
        if (event.size > 1_000_000) tokenizer.refuse()
        else if (event.size > 100) tokenizer.stream(event.size)
        else tokenizer.accept(event.size)
      } else if (event.kind === 'data') {
        data += event.chunk.length
        if (tokenizer.remaining === 0) seen.push(`data ${data}`)
      } else if (event.kind === 'command') seen.push(show(event.tokens))
      else if (event.kind === 'error') seen.push(`error ${event.tag ?? '*'} ${event.problem}`)
      else if (event.kind === 'fatal') return [...seen, `fatal ${event.problem}`]
      else seen.push(`line ${event.text}`)
    }
  }
  return seen
}

const cases: readonly (readonly [name: string, input: string, expected: readonly string[]])[] = [
  ['a command', 'A1 NOOP\r\n', ['A1 NOOP']],
  ['bare LF ends a line', 'A1 NOOP\nA2 NOOP\n', ['A1 NOOP', 'A2 NOOP']],
  ['an empty line', '\r\n', ['']],
  ['spaces are gaps, however many', 'A1  NOOP \r\n', ['A1 NOOP']],
  ['a quoted string', 'A1 LOGIN "a b" "c"\r\n', ['A1 LOGIN "a b" "c"']],
  ['an empty quoted string', 'A1 LIST "" "*"\r\n', ['A1 LIST "" "*"']],
  ['escaped backslash, then more', 'A1 X "a\\\\b"\r\n', [String.raw`A1 X "a\b"`]],
  ['escaped backslash at the end', 'A1 X "a\\\\" "b"\r\n', [String.raw`A1 X "a\" "b"`]],
  ['escaped quote', 'A1 X "a\\"b"\r\n', ['A1 X "a"b"']],
  ['another escape', 'A1 X "a\\n"\r\n', ['error A1 character']],
  ['UTF-8 in a quoted string', 'A1 X "\xc3\xa4"\r\n', ['A1 X "ä"']],
  ['8 bit in an atom', 'A1 \xc3\xa4\r\n', ['error A1 character']],
  ['unfinished quote', 'A1 X "abc\r\nA2 NOOP\r\n', ['error A1 unfinished-quote', 'A2 NOOP']],
  ['a quote in an atom', 'A1 X a"b"\r\n', ['error A1 character']],
  ['lists', 'A1 X (a (b c) "d")\r\n', ['A1 X (a (b c) "d")']],
  [
    'a space before the parenthesis',
    'A1 X (/private/devicetoken "1111" )\n',
    ['A1 X (/private/devicetoken "1111" )'],
  ],
  ['an open list', 'A1 X (a\r\n', ['error A1 nesting']],
  ['too many closed', 'A1 X a))\r\n', ['error A1 nesting']],
  ['a section', 'A1 X BODY[HEADER.FIELDS (A B)]<0.5>\r\n', ['A1 X BODY[HEADER.FIELDS (A B)]<0.5>']],
  ['a literal', 'A1 X {3}\r\nabc d\r\n', ['literal 3', 'A1 X {abc} d']],
  ['a literal with line ends and braces', 'A1 X {7}\r\n\r\n{1}\r\n\r\n', ['literal 7', 'A1 X {\r\n{1}\r\n}']],
  [
    'a literal without waiting',
    'A1 X {3+}\r\nabc {0+}\r\n\r\n',
    ['literal 3+', 'literal 0+', 'A1 X {abc} {}'],
  ],
  ['a literal after bare LF', 'A1 X {3}\nabc\n', ['literal 3', 'A1 X {abc}']],
  [
    'a streamed literal',
    `A1 X {101}\r\n${'m'.repeat(101)}\r\nA2 NOOP\r\n`,
    ['literal 101', 'data 101', 'A1 X', 'A2 NOOP'],
  ],
  ['a refused literal', 'A1 X {4294967296}\r\nA2 NOOP\r\n', ['literal 4294967296', 'A2 NOOP']],
  ['a huge number', 'A1 X {9223372036854775807}\r\nA2 NOOP\r\n', ['error A1 literal-size', 'A2 NOOP']],
  ['a huge number, not waiting', 'A1 X {9223372036854775807+}\r\nA2 NOOP\r\n', ['fatal hidden-literal']],
  ['a negative number', 'A1 X {-1}\r\n', ['error A1 literal-size']],
  ['zeros', `A1 X {${'0'.repeat(40)}1}\r\n`, ['error A1 literal-size']],
  ['no number', 'A1 X {}\r\n', ['error A1 literal-size']],
  ['two plus signs', 'A1 X {1++}\r\n', ['error A1 literal-size']],
  ['something after the brace', 'A1 X {3} abc\r\n', ['error A1 literal-size']],
  ['a bare CR', 'A1 NO\rOP\r\n', ['error A1 bare-cr']],
  ['two CR', 'A1 NOOP\r\r\n', ['error A1 bare-cr']],
  ['an unsolicited literal inside a bad line', 'A1 \x01 {5+}\r\nA2 NO', ['fatal hidden-literal']],
  ['a bad tag', 'A+1 NOOP\x01\r\n', ['error * character']],
  ['HTTP', 'GET / HTTP/1.1\r\n', ['GET / HTTP/1.1']],
  ['deep nesting', `A1 X ${'('.repeat(100_000)}\r\n`, ['fatal line-too-long']],
  ['nesting one past the bound', `A1 X ${'('.repeat(imapLimits.nesting + 1)}\r\n`, ['error A1 nesting']],
  [
    'nesting at the bound',
    `A1 X ${'('.repeat(imapLimits.nesting)}${')'.repeat(imapLimits.nesting)}\r\n`,
    [`A1 X ${'('.repeat(imapLimits.nesting)}${')'.repeat(imapLimits.nesting)}`],
  ],
  [
    'token flood',
    `A1 X ${'a '.repeat(imapLimits.tokens)}\r\nA2 NOOP\r\n`,
    ['error A1 too-many-tokens', 'A2 NOOP'],
  ],
  [
    'literal flood',
    `A1 X${' {0+}\r\n'.repeat(imapLimits.literals + 1)}`,
    [...Array(imapLimits.literals).fill('literal 0+'), 'fatal command-too-large'],
  ],
  [
    'a line at the bound',
    `${'a'.repeat(imapLimits.lineBytes - 2)}\r\n`,
    ['a'.repeat(imapLimits.lineBytes - 2)],
  ],
  ['a line one past the bound', `${'a'.repeat(imapLimits.lineBytes - 1)}\r\n`, ['fatal line-too-long']],
]

const bytes = (octets: Buffer): Buffer[] => Array.from(octets, (byte) => Buffer.of(byte))

/** Slices at random places; the seed makes a failure repeatable. */
const slices = (octets: Buffer, seed: number): Buffer[] => {
  const found: Buffer[] = []
  let state = seed
  for (let at = 0; at < octets.length; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const length = 1 + ((state >>> 16) % 40)
    found.push(octets.subarray(at, at + length))
    at += length
  }
  return found
}

for (const [name, input, expected] of cases) {
  test(`tokenizer: ${name}`, () => {
    const octets = Buffer.from(input, 'latin1')
    assert.deepEqual(run([octets]), expected, 'whole')
    assert.deepEqual(run(bytes(octets)), expected, 'byte by byte')
    for (let seed = 1; seed <= 10; seed++)
      assert.deepEqual(run(slices(octets, seed)), expected, `seed ${seed}`)
  })
}

test('tokenizer: every control character is refused, outside and inside quotes', () => {
  for (let byte = 0; byte < 0x20; byte++) {
    if (byte === 0x0a || byte === 0x0d) continue
    const char = String.fromCharCode(byte)
    assert.deepEqual(
      run([Buffer.from(`A1 X${char}\r\n`)]),
      ['error A1 character'],
      `atom 0x${byte.toString(16)}`,
    )
    assert.deepEqual(
      run([Buffer.from(`A1 "${char}"\r\n`)]),
      ['error A1 character'],
      `quoted 0x${byte.toString(16)}`,
    )
  }
})

test('tokenizer: a line without end is cut at the bound, not collected', () => {
  const tokenizer = new Tokenizer()
  tokenizer.trust()
  const piece = Buffer.alloc(16_384, 'a')
  let pushed = 0
  let event: TokenEvent | undefined
  while (event === undefined && pushed < 1_000_000_000) {
    event = tokenizer.push(piece)
    pushed += piece.length
  }
  assert.deepEqual(event, { kind: 'fatal', problem: 'line-too-long' })
  assert.ok(pushed <= imapLimits.lineBytes + piece.length)
})

test('tokenizer: before login lines are shorter', () => {
  const line = Buffer.from(`${'a'.repeat(imapLimits.greetingLineBytes)}\r\n`)
  assert.deepEqual(run([line], false), ['fatal line-too-long'])
})

test('tokenizer: a free line is handed out as it is', () => {
  const tokenizer = new Tokenizer()
  tokenizer.expectLine()
  assert.equal(tokenizer.push(Buffer.from('DO')), undefined)
  assert.deepEqual(tokenizer.push(Buffer.from('NE\r\nA2 X\r\n')), { kind: 'line', text: 'DONE' })
  assert.equal(tokenizer.end, 4)
})

test('tokenizer: random octets never throw and never collect more than the bounds', () => {
  let state = 7
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state >>> 16
  }
  const alphabet = 'A1 "\\{}()+0123456789\r\n[]<>*%\x00\xffLOGIN'
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: 1 + (next() % 60) }, () => alphabet[next() % alphabet.length]).join('')
    run(slices(Buffer.from(text, 'latin1'), round + 1))
  }
})
