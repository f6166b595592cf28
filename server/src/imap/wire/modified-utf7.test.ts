import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeUtf7, encodeUtf7 } from './modified-utf7.ts'

// The third is the example of RFC 3501 section 5.1.3.
const pairs: readonly (readonly [string, string])[] = [
  ['INBOX', 'INBOX'],
  ['Tom & Jerry', 'Tom &- Jerry'],
  ['~peter/mail/台北/日本語', '~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
  ['Entwürfe', 'Entw&APw-rfe'],
  ['😀', '&2D3eAA-'],
  ['', ''],
]

for (const [name, wire] of pairs) {
  test(`modified UTF-7: ${name}`, () => {
    assert.equal(encodeUtf7(name), wire)
    assert.equal(decodeUtf7(wire), name)
  })
}

test('modified UTF-7: other spellings of a name are refused', () => {
  for (const wire of [
    '&',
    'a&',
    '&AGE-',
    '&U,BTFw',
    '&ZeVnLIqe-&U,BTFw-',
    'ü',
    '&2D0-',
    'a\x01',
    '&A-',
    '&AAAA-&-x&',
  ]) {
    assert.equal(decodeUtf7(wire), undefined, wire)
  }
})
