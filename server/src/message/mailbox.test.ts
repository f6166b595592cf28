import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseHeader } from './header.ts'
import { fromAddress, parseMailbox } from './mailbox.ts'

const readable: [string, string][] = [
  ['<a@x.test>', 'a@x.test'],
  ['a@x.test', 'a@x.test'],
  ['Alice <a@x.test>', 'a@x.test'],
  ['"Alice, of <house> 7" <a@x.test>', 'a@x.test'],
  ['"Al\\"ice" <a@x.test>', 'a@x.test'],
  ['=?utf-8?q?J=C3=B6rg?= <a@x.test>', 'a@x.test'],
  ['J\u00c3\u00b6rg <a@x.test>', 'a@x.test'],
  ['a@x.test (Alice)', 'a@x.test'],
  ['Alice (at home) <a@x.test>', 'a@x.test'],
  ['<a@_roost.test>', 'a@_roost.test'],
  ['<a@[127.0.0.1]>', 'a@[127.0.0.1]'],
  ['<a.b+c@x.test>', 'a.b+c@x.test'],
]

const refused = [
  '',
  'Alice',
  '<>',
  '<a>',
  '<a@>',
  '<@x.test>',
  '<a@x.test>, <b@x.test>',
  'a@x.test, b@x.test',
  '<a@x.test> <b@x.test>',
  '<a@x.test> b@x.test',
  'b@x.test <a@x.test>',
  '"b@x.test" b@x.test <a@x.test>',
  'Group: <a@x.test>;',
  'undisclosed-recipients: ;',
  '<@relay.test:a@x.test>',
  '<a@x.test',
  'a@x.test>',
  '<<a@x.test>>',
  '<a @x.test>',
  '<a@ x.test>',
  '<a(comment)@x.test>',
  '<"a b"@x.test>',
  '<a@b@x.test>',
  '<a..b@x.test>',
  '<.a@x.test>',
  '<a@x..test>',
  '<a@-x.test>',
  '<a@x.test\u0000>',
  '"Alice <a@x.test>',
  'Alice (<a@x.test>',
  `<${'a'.repeat(320)}@x.test>`,
]

describe('From', () => {
  for (const [value, address] of readable)
    test(`reads ${value}`, () => assert.equal(parseMailbox(value), address))
  for (const value of refused) test(`refuses ${value}`, () => assert.equal(parseMailbox(value), undefined))

  test('there is exactly one field', () => {
    const of = (text: string) => fromAddress(parseHeader(Buffer.from(text))!)
    assert.deepEqual(of('From: <a@x>\r\n\r\n'), { ok: true, address: 'a@x' })
    assert.deepEqual(of('From:\r\n <a@x>\r\n\r\n'), { ok: true, address: 'a@x' })
    assert.deepEqual(of('fRoM: <a@x>\r\n\r\n'), { ok: true, address: 'a@x' })
    assert.deepEqual(of('To: <a@x>\r\n\r\n'), { ok: false, problem: 'missing' })
    assert.deepEqual(of('From: <a@x>\r\nFrom: <a@x>\r\n\r\n'), { ok: false, problem: 'several' })
    assert.deepEqual(of('From: nobody\r\n\r\n'), { ok: false, problem: 'malformed' })
  })

  test('hostile values take no time', () => {
    const started = performance.now()
    for (const value of ['(', '"', '\\', '" ', '((', '<', '@.', 'a.', 'a ('])
      parseMailbox(value.repeat(30_000))
    parseMailbox(`${'"a" '.repeat(15_000)}<`)
    for (const end of [']', '\\', ',', '"', '(', '@']) parseMailbox(`${'a'.repeat(5000)}${end}<a@x.test>`)
    for (const end of [']', '-', '.', '@']) parseMailbox(`<a@${'a-'.repeat(150)}${end}>`)
    parseMailbox(`<a@x.test>${' '.repeat(60_000)}x`)
    parseMailbox(`<a@x.test>${' (x)'.repeat(15_000)}x`)
    parseMailbox(`${'a '.repeat(30_000)}!<a@x`)
    assert.ok(performance.now() - started < 1000)
  })
})
