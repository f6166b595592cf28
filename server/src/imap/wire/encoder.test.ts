import assert from 'node:assert/strict'
import { test } from 'node:test'
import { literal, mailboxName, nstring, string, utf8Literal } from './encoder.ts'

test('strings are quoted when they may be, else literals', () => {
  assert.equal(string('abc'), '"abc"')
  assert.equal(string('a"b\\c'), '"a\\"b\\\\c"')
  assert.equal(string(''), '""')
  assert.equal(string('a\r\nb'), '{4}\r\na\r\nb')
  assert.equal(string('\xe4'), '{1}\r\n\xe4')
  assert.equal(string('a'.repeat(2000)), `{2000}\r\n${'a'.repeat(2000)}`)
  assert.equal(nstring(undefined), 'NIL')
})

test('NUL never leaves', () => assert.equal(literal('a\0b'), '{3}\r\na?b'))
test('literals count octets', () => assert.equal(utf8Literal('ä'), '{2}\r\n\xc3\xa4'))
test('mailbox names', () => {
  assert.equal(mailboxName('INBOX'), 'INBOX')
  assert.equal(mailboxName('a b'), '"a b"')
})
