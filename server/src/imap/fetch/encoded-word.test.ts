import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeWords } from './encoded-word.ts'

const octets = (text: string): string => Buffer.from(text).toString('latin1')

for (const [raw, shown] of [
  ['plain', 'plain'],
  ['=?utf-8?B?w4RyZ2Vy?=', 'Ärger'],
  ['=?ISO-8859-1?q?Gr=FC=DFe_an?= Ann', 'Grüße an Ann'],
  ['=?utf-8?q?a?= =?utf-8?q?b?=\r\n =?utf-8?q?c?=', 'abc'],
  ['=?utf-8?q?a?= b =?utf-8?q?c?=', 'a b c'],
  ['=?utf-8*de?q?=C3=A4?=', 'ä'],
  ['=?koi8-r?B?8NLJ18XU?=', 'Привет'],
  [octets('Straße =?utf-8?q?=C3=9F?='), 'Straße ß'],
  ['=?x-nonsense?q?a?=', '=?x-nonsense?q?a?='],
  ['=?utf-8?x?a?= =?utf-8?q?a', '=?utf-8?x?a?= =?utf-8?q?a'],
  ['=?utf-8?q?=zz=4?=', '=zz=4'],
] as const) {
  test(`encoded words: ${raw}`, () => assert.equal(decodeWords(raw), shown))
}

test('a header full of beginnings costs time in proportion', () => {
  const began = performance.now()
  for (const hostile of ['=?', '=?a?b?', '?= ', '=?utf-8?q??= '])
    decodeWords(hostile.repeat(65_536 / hostile.length))
  assert.ok(performance.now() - began < 1000)
})
