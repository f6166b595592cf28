import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HEADER_WINDOW, HeaderEnd } from './header-end.ts'

const HEAD = 'From: a@example.org\r\nSubject: [...]\r\n\r\n'

const cases: [title: string, text: string, size: number][] = [
  ['a header and a body', `${HEAD}body\r\n\r\nmore`, HEAD.length],
  ['a header alone', HEAD, HEAD.length],
  ['an empty header', '\r\nbody\r\n\r\nmore', 2],
  ['an empty line at the very end', 'A: b\r\n\r\n', 8],
  ['no empty line', 'A: b\r\nC: d\r\n', 12],
  ['bare line feeds are no line ends', 'A: b\n\nbody', 10],
  ['stray carriage returns', 'A: b\r\r\n\r\nbody', 9],
  ['nothing', '', 0],
  ['a single carriage return', '\r', 1],
]

const sizeIn = (text: string, piece: number): number => {
  const end = new HeaderEnd()
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += piece) end.push(bytes.subarray(at, at + piece))
  return end.size
}

for (const [title, text, size] of cases)
  test(`${title}, whole and in pieces`, () => {
    for (const piece of [1, 2, 3, 4, 5, 1000]) assert.equal(sizeIn(text, piece), size, `pieces of ${piece}`)
  })

test('a header that never ends is cut at the window', () => {
  const endless = 'x'.repeat(HEADER_WINDOW + 5000)
  for (const piece of [1000, 65_536, endless.length]) {
    assert.equal(sizeIn(endless, piece), HEADER_WINDOW)
    assert.equal(sizeIn(`${endless}\r\n\r\n`, piece), HEADER_WINDOW)
  }
})
