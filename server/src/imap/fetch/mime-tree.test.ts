import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imapLimits } from '../limits.ts'
import type { Section } from '../parse/fetch.ts'
import { bodyStructure } from './body-structure.ts'
import { MimeScanner, type Part } from './mime-tree.ts'
import { sectionOf } from './section.ts'

const crlf = (text: string): string => text.replaceAll('\n', '\r\n')

const scan = (text: string, slice = Number.POSITIVE_INFINITY): Part => {
  const octets = Buffer.from(text, 'latin1')
  const scanner = new MimeScanner()
  for (let at = 0; at < octets.length; at += slice)
    scanner.push(octets.subarray(at, Math.min(octets.length, at + slice)))
  return scanner.finish()
}

const part = (
  text: string,
  numbers: readonly number[],
  kind: Section['text'] = 'ALL',
): string | undefined => {
  const section = {
    part: numbers,
    text: kind,
    fields: new Set(['subject']),
    label: '',
    partial: undefined,
    marksSeen: false,
  }
  const found = sectionOf(scan(text), section)
  return typeof found === 'object' ? text.slice(found.from, found.to) : found
}

const encrypted = crlf(`From: <a@b>
Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";
 boundary="b1"
MIME-Version: 1.0

preamble
--b1
Content-Type: application/pgp-encrypted; charset="utf-8"
Content-Description: PGP/MIME version identification

Version: 1

--b1
Content-Type: application/octet-stream; name="encrypted.asc"
Content-Disposition: inline; filename="encrypted.asc";

-----BEGIN PGP MESSAGE-----
xyz
-----END PGP MESSAGE-----

--b1--
epilogue
`)

// The shape of the example in RFC 9051 section 6.4.5.1.
const nested = crlf(`Subject: outer
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: text/plain

one
--outer
Content-Type: application/octet-stream
Content-Transfer-Encoding: base64

AAAA
--outer
Content-Type: message/rfc822

Subject: inner
From: x@y
Content-Type: multipart/alternative; boundary=inner

--inner

first
--inner
Content-Type: text/html

second
--inner--
--outer
Content-Type: multipart/mixed; boundary=third

--third
Content-Type: image/gif

GIF
--third
Content-Type: message/rfc822

Subject: deepest

deep body
--third--
--outer--
`)

test('sections of an encrypted message', () => {
  assert.equal(part(encrypted, [1]), 'Version: 1\r\n')
  assert.equal(part(encrypted, [2]), '-----BEGIN PGP MESSAGE-----\r\nxyz\r\n-----END PGP MESSAGE-----\r\n')
  assert.match(part(encrypted, [2], 'MIME')!, /^Content-Type: application\/octet-stream;.*\r\n\r\n$/s)
  assert.equal(part(encrypted, [3]), undefined)
  assert.equal(part(encrypted, [1], 'HEADER'), undefined)
})

test('numbers reach into embedded messages', () => {
  assert.equal(part(nested, [1]), 'one')
  assert.equal(part(nested, [2]), 'AAAA')
  assert.match(part(nested, [3])!, /^Subject: inner\r\n.*--inner--$/s)
  assert.equal(
    part(nested, [3], 'HEADER'),
    crlf('Subject: inner\nFrom: x@y\nContent-Type: multipart/alternative; boundary=inner\n\n'),
  )
  assert.equal(part(nested, [3], 'HEADER.FIELDS'), 'Subject: inner\r\n\r\n')
  assert.equal(part(nested, [3, 1]), 'first')
  assert.equal(part(nested, [3, 2]), 'second')
  assert.equal(part(nested, [3, 2], 'MIME'), 'Content-Type: text/html\r\n\r\n')
  assert.equal(part(nested, [4, 1]), 'GIF')
  assert.equal(part(nested, [4, 2], 'TEXT'), 'deep body')
  assert.equal(part(nested, [4, 2, 1]), 'deep body')
  assert.equal(part(nested, [4, 2, 2]), undefined)
  assert.equal(part(nested, [1, 1]), undefined)
})

test('part 1 of a message without parts is its body', () => {
  assert.equal(part('Subject: x\r\n\r\nbody\r\n', [1]), 'body\r\n')
  assert.equal(part('Subject: x\r\n\r\nbody\r\n', [1, 1]), undefined)
  assert.equal(part('Subject: x\r\n\r\nbody\r\n', [2]), undefined)
})

test('BODYSTRUCTURE', () => {
  assert.equal(
    bodyStructure(scan('Subject: x\r\n\r\none\r\ntwo\r\n'), true),
    '("text" "plain" NIL NIL NIL "7bit" 10 2 NIL NIL NIL NIL)',
  )
  assert.equal(
    bodyStructure(scan(encrypted), true),
    '(("application" "pgp-encrypted" ("charset" "utf-8") NIL "PGP/MIME version identification" "7bit" 12 NIL NIL NIL NIL)' +
      '("application" "octet-stream" ("name" "encrypted.asc") NIL NIL "7bit" 61 NIL ("inline" ("filename" "encrypted.asc")) NIL NIL)' +
      ' "encrypted" ("protocol" "application/pgp-encrypted" "boundary" "b1") NIL NIL NIL)',
  )
  const structure = bodyStructure(scan(nested), false)
  assert.match(
    structure,
    /^\(\("text" "plain" NIL NIL NIL "7bit" 3 1\)\("application" "octet-stream" NIL NIL NIL "base64" 4\)\("message" "rfc822" /,
  )
  assert.match(structure, /\(NIL "inner" \(\(NIL NIL "x" "y"\)\)/)
})

test('slicing changes nothing', () => {
  for (const text of [encrypted, nested, nested.replaceAll('\r\n', '\n')]) {
    const whole = JSON.stringify(scan(text))
    for (let slice = 1; slice < 70; slice++)
      assert.equal(JSON.stringify(scan(text, slice)), whole, `slices of ${slice}`)
  }
})

const hostile: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['no body', 'Subject: x'],
  ['no header', '\r\nbody'],
  ['multipart without parts', 'Content-Type: multipart/mixed; boundary=x\r\n\r\nno parts'],
  ['multipart without boundary', 'Content-Type: multipart/mixed\r\n\r\n--\r\n\r\n'],
  ['end before start', 'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--\r\n--x\r\n\r\nbody'],
  [
    'boundary in a header',
    'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nSubject: y\r\n--x\r\n\r\nbody\r\n--x--',
  ],
  [
    'same boundary inside',
    'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\na\r\n--x--\r\n',
  ],
  [
    'deep',
    Array.from(
      { length: 200 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
    ).join(''),
  ],
  ['deep messages', 'Content-Type: message/rfc822\r\n\r\n'.repeat(500)],
  [
    'many parts',
    `Content-Type: multipart/mixed; boundary=x\r\n\r\n${'--x\r\n\r\na\r\n'.repeat(5000)}--x--\r\n`,
  ],
  ['huge header', `X: ${'y'.repeat(300_000)}\r\n\r\nbody`],
  ['many parameters', `Content-Type: text/plain; ${'a=b; '.repeat(10_000)}\r\n\r\nbody`],
  ['quotes', `Content-Type: text/plain; a="${'\\"'.repeat(20_000)}\r\n\r\nbody`],
  ['semicolons', `Content-Type: text/plain${';'.repeat(50_000)}\r\n\r\nbody`],
  ['NUL and 8 bit', 'Content-Type: te\0xt/\xff; name="\0\xe4"\r\n\r\nbody'],
]

for (const [name, text] of hostile) {
  test(`hostile MIME: ${name}`, () => {
    const started = performance.now()
    const root = scan(text)
    const structure = bodyStructure(root, true)
    assert.ok(performance.now() - started < 1000)
    assert.doesNotMatch(structure, /\0/)
    let parts = 0
    const walk = (each: Part, depth: number): void => {
      parts++
      assert.ok(depth <= imapLimits.mimeDepth + 1)
      assert.ok(
        each.headerFrom <= each.bodyFrom && each.bodyFrom <= each.to && each.to <= text.length,
        'offsets',
      )
      for (const child of each.children) {
        assert.ok(child.headerFrom >= each.bodyFrom && child.to <= each.to, 'a part lies in its parent')
        walk(child, depth + 1)
      }
    }
    walk(root, 0)
    assert.ok(parts <= imapLimits.mimeParts)
  })
}
