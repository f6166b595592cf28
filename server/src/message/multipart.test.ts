import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MultipartReader } from './multipart.ts'

interface Result {
  preamble: string
  parts: string[]
  epilogue: string
}

function read(body: string, piece: number): Result | undefined {
  const result: Result = { preamble: '', parts: [], epilogue: '' }
  const text = (bytes: Buffer, start: number, end: number): string => bytes.toString('latin1', start, end)
  const reader = new MultipartReader('b', {
    preamble(bytes, start, end) {
      result.preamble += text(bytes, start, end)
      return true
    },
    partStart: () => result.parts.push('') > 0,
    part(bytes, start, end) {
      result.parts[result.parts.length - 1] += text(bytes, start, end)
      return true
    },
    partEnd: () => true,
    epilogue(bytes, start, end) {
      result.epilogue += text(bytes, start, end)
      return true
    },
  })
  for (let at = 0; at < body.length; at += piece)
    reader.write(Buffer.from(body.slice(at, at + piece), 'latin1'))
  // the reader closes the last line itself, so line ends at the very end say nothing
  return reader.end() ? { ...result, epilogue: result.epilogue.trimEnd() } : undefined
}

const table: [string, Result | undefined][] = [
  ['--b\r\none\r\n--b\r\ntwo\r\n--b--\r\n', { preamble: '', parts: ['one', 'two'], epilogue: '' }],
  ['--b\r\none\r\n--b--', { preamble: '', parts: ['one'], epilogue: '' }],
  ['pre\r\n--b\r\none\r\n--b--\r\npost\r\n', { preamble: 'pre', parts: ['one'], epilogue: 'post' }],
  ['\r\n--b\r\n\r\none\r\n\r\n--b--\r\n', { preamble: '', parts: ['\r\none\r\n'], epilogue: '' }],
  ['--b\r\n--b\r\n--b--\r\n', { preamble: '', parts: ['', ''], epilogue: '' }],
  ['--b \t\r\none\r\n--b-- \r\n', { preamble: '', parts: ['one'], epilogue: '' }],
  [
    '--b\r\none --b\r\n--\r\n--c\r\n-\r\n--b--\r\n',
    { preamble: '', parts: ['one --b\r\n--\r\n--c\r\n-'], epilogue: '' },
  ],
  ['--b\r\none\r\n', undefined],
  ['--b\r\none', undefined],
  ['', undefined],
  ['--b--\r\n', undefined],
  ['--b\r\none\r\n--bc\r\n--b--\r\n', undefined],
  ['--b\r\none\r\n--b---\r\n--b--\r\n', undefined],
  ['--b\r\none\n--b--\n', undefined],
  ['--b\r\none\r\n--b--\r\n--b\r\n', undefined],
  [`--b\r\none\r\n--b${' '.repeat(100)}\r\n--b--\r\n`, undefined],
]

describe('multipart', () => {
  for (const [body, expected] of table) {
    test(JSON.stringify(body.slice(0, 60)), () => {
      for (let piece = 1; piece <= Math.max(1, body.length); piece += 1) {
        assert.deepEqual(read(body, piece), expected, `pieces of ${piece}`)
      }
    })
  }
})
