import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DataReader, type DataViolation } from './data-reader.ts'

interface Result {
  readonly content: string
  readonly ended: boolean
  readonly rest: string
  readonly violation: DataViolation | undefined
}

function read(text: string, cuts: readonly number[]): Result {
  const reader = new DataReader()
  let content = ''
  let at = 0
  for (const cut of [...cuts, text.length]) {
    const piece = Buffer.from(text.slice(at, cut), 'latin1')
    const next = reader.read(piece, 0)
    content += piece.toString('latin1', 0, reader.length)
    if (next !== -1) {
      return { content, ended: true, rest: text.slice(at + next), violation: reader.violation }
    }
    at = cut
  }
  return { content, ended: false, rest: '', violation: reader.violation }
}

/** What the client sends, what the message is, what is left for commands. */
const fine: [string, string, string][] = [
  ['.\r\n', '', ''],
  ['.\r\nQUIT\r\n', '', 'QUIT\r\n'],
  ['a\r\n.\r\nQUIT\r\n', 'a\r\n', 'QUIT\r\n'],
  ['a\r\n\r\nb\r\n.\r\n', 'a\r\n\r\nb\r\n', ''],
  ['..\r\n.\r\n', '.\r\n', ''],
  ['...\r\n.\r\n', '..\r\n', ''],
  ['.a\r\n.\r\n', 'a\r\n', ''],
  ['a.\r\n..b\r\n.\r\nx', 'a.\r\n.b\r\n', 'x'],
  ['..\r\n..\r\n..\r\n.\r\n', '.\r\n.\r\n.\r\n', ''],
  ['a\r\n..\r\nb\r\n.\r\n', 'a\r\n.\r\nb\r\n', ''],
  [
    `${'x'.repeat(100)}\r\n..${'y'.repeat(100)}\r\n.\r\n`,
    `${'x'.repeat(100)}\r\n.${'y'.repeat(100)}\r\n`,
    '',
  ],
]

/** Forms with which a message tries to end earlier (or later) for one program than for another. */
const smuggling: [string, DataViolation][] = [
  ['a\n.\nMAIL FROM:<x>', 'bare-lf'],
  ['a\n.\r\nMAIL FROM:<x>', 'bare-lf'],
  ['a\r\n.\nMAIL FROM:<x>', 'bare-lf'],
  ['a\r.\rMAIL FROM:<x>', 'bare-cr'],
  ['a\r\n.\rMAIL FROM:<x>', 'bare-cr'],
  ['a\r.\r\nMAIL FROM:<x>', 'bare-cr'],
  ['a\r\n\u0000.\r\nMAIL FROM:<x>', 'nul'],
  ['a\r\n.\u0000\r\nMAIL FROM:<x>', 'nul'],
  ['a\r\n.\r\r\nMAIL FROM:<x>', 'bare-cr'],
  ['a\r\r\n.b\r\nMAIL FROM:<x>', 'bare-cr'],
  ['a\n\n.\r\n', 'bare-lf'],
  ['\n.\r\n', 'bare-lf'],
]

/** Every way to cut a text in two, octet by octet, and a few random ones. */
function* cuttings(length: number): Generator<number[]> {
  yield []
  for (let cut = 1; cut < length; cut += 1) yield [cut]
  yield Array.from({ length: length - 1 }, (_, index) => index + 1)
  for (let step = 2; step < 6; step += 1) {
    yield Array.from({ length: Math.floor((length - 1) / step) }, (_, index) => (index + 1) * step)
  }
}

describe('data reader', () => {
  for (const [sent, content, rest] of fine) {
    test(JSON.stringify(sent.slice(0, 40)), () => {
      for (const cuts of cuttings(sent.length)) {
        assert.deepEqual(read(sent, cuts), { content, ended: true, rest, violation: undefined }, String(cuts))
      }
    })
  }
  for (const [sent, violation] of smuggling) {
    test(`smuggling ${JSON.stringify(sent)}`, () => {
      const whole = `${sent}\r\n.\r\nNOOP\r\n`
      for (const cuts of cuttings(whole.length)) {
        const result = read(whole, cuts)
        assert.equal(result.ended, true)
        assert.equal(result.rest, 'NOOP\r\n', String(cuts))
        assert.equal(result.violation, violation)
      }
    })
  }
  test('only CRLF.CRLF ends, in every text of seven octets from CR, LF, dot and a letter', () => {
    const alphabet = '\r\n.a'
    for (let code = 0; code < 4 ** 7; code += 1) {
      let text = ''
      for (let digit = 0; digit < 7; digit += 1) text += alphabet[(code >> (2 * digit)) & 3]
      // a reader that only looks for the one sequence is the model
      const at = `\r\n${text}`.indexOf('\r\n.\r\n')
      const result = read(text, [code % 7])
      assert.equal(result.ended, at !== -1, JSON.stringify(text))
      if (at !== -1) assert.equal(result.rest, text.slice(at + 3), JSON.stringify(text))
      const content = at === -1 ? text : text.slice(0, at)
      const bare = /\r(?!\n|$)|(?<!\r)\n/.test(content)
      if (bare) assert.notEqual(result.violation, undefined, JSON.stringify(text))
      else if (at !== -1) assert.equal(result.violation, undefined, JSON.stringify(text))
    }
  })
})
