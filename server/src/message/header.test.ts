import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cleanHeader } from './clean.ts'
import { parseContentType } from './content-type.ts'
import { parseHeader } from './header.ts'
import { HeaderCollector } from './header-block.ts'

const parse = (text: string) => parseHeader(Buffer.from(text, 'latin1'))

describe('header block', () => {
  const message = 'A: 1\r\nB: 2\r\n\r\nbody\r\n\r\nmore'
  for (let piece = 1; piece <= message.length; piece += 1) {
    test(`ends at the empty line, in pieces of ${piece}`, () => {
      const collector = new HeaderCollector(100)
      let body = ''
      for (let at = 0; at < message.length; at += piece) {
        const chunk = Buffer.from(message.slice(at, at + piece))
        if (collector.complete) body += chunk
        else {
          const offset = collector.write(chunk)
          if (offset !== -1) body += chunk.subarray(offset)
        }
      }
      assert.equal(collector.bytes().toString(), 'A: 1\r\nB: 2\r\n\r\n')
      assert.equal(body, 'body\r\n\r\nmore')
    })
  }
  test('may be empty', () => {
    const collector = new HeaderCollector(100)
    assert.equal(collector.write(Buffer.from('\r')), -1)
    assert.equal(collector.write(Buffer.from('\nbody')), 1)
  })
  test('is bounded exactly', () => {
    const exact = new HeaderCollector(8)
    assert.equal(exact.write(Buffer.from('A: 1\r\n\r\nbody')), 8)
    const over = new HeaderCollector(7)
    assert.equal(over.write(Buffer.from('A: 1\r\n\r\nbody')), -1)
    assert.equal(over.tooLong, true)
  })
})

describe('fields', () => {
  test('are unfolded and trimmed', () => {
    const header = parse('Subject:  a\r\n\tb\r\n c \r\nX:\r\n\r\n')!
    assert.deepEqual(header.all('subject'), ['a\tb c'])
    assert.deepEqual(header.all('x'), [''])
  })
  for (const bad of [
    ' folded: first\r\n\r\n',
    'no colon\r\n\r\n',
    'A : 1\r\n\r\n',
    ': 1\r\n\r\n',
    'A\u00e4: 1\r\n\r\n',
    'From a@x Mon Nov 23\r\n\r\n',
    'A: 1\r\n\r\nB: 2\r\n\r\n',
  ]) {
    test(`refuse ${JSON.stringify(bad)}`, () => assert.equal(parse(bad), undefined))
  }
})

describe('cleaning', () => {
  const dirty = [
    'Received: from phone ([192.0.2.1])\r\n\tby relay\r\n',
    'From: <a@x>\r\n',
    'SUBJECT: the party\r\n is secret\r\n',
    'X-Originating-IP: [192.0.2.1]\r\n',
    'x-mailer: Phone 7\r\n',
    'User-Agent: Phone 7\r\n',
    'Bcc: <c@x>,\r\n <d@x>\r\n',
    'DKIM-Signature: v=1;\r\n b=abc\r\n',
    'Authentication-Results: x; dkim=pass\r\n',
    'Content-Type: text/plain;\r\n\tcharset=utf-8\r\n',
    'X-Received-By: kept\r\n',
  ]
  const kept = (drop: string[]): string =>
    `${dirty
      .filter((line) => !drop.some((name) => line.toLowerCase().startsWith(name)))
      .map((line) => (line.startsWith('SUBJECT') ? 'Subject: [...]\r\n' : line))
      .join('')}\r\n`
  const revealing = ['received:', 'x-originating-ip:', 'x-mailer:', 'user-agent:', 'bcc:']
  test('for other servers', () => {
    assert.equal(cleanHeader(parse(`${dirty.join('')}\r\n`)!, { local: false }).toString(), kept(revealing))
  })
  test('for local mailboxes', () => {
    const local = [...revealing, 'dkim-signature:', 'authentication-results:']
    assert.equal(cleanHeader(parse(`${dirty.join('')}\r\n`)!, { local: true }).toString(), kept(local))
  })
  test('leaves a clean header byte for byte', () => {
    const clean = 'From: <a@x>\r\nX:  \t y\r\n\tz\r\n\r\n'
    assert.equal(cleanHeader(parse(clean)!, { local: true }).toString(), clean)
  })
  test('adds no subject', () => {
    assert.equal(
      cleanHeader(parse('From: <a@x>\r\n\r\n')!, { local: true }).toString(),
      'From: <a@x>\r\n\r\n',
    )
  })
})

describe('Content-Type', () => {
  const table: [string, string | undefined, string | undefined][] = [
    ['text/plain', 'text/plain', undefined],
    ['Multipart/Mixed; boundary=abc', 'multipart/mixed', 'abc'],
    ['multipart/mixed;boundary="a b"', 'multipart/mixed', 'a b'],
    ['multipart/mixed; charset=x; boundary="a\\"b"', undefined, undefined],
    ['multipart/mixed; boundary="abc";', 'multipart/mixed', 'abc'],
    ['multipart/mixed; boundary=a; boundary=b', undefined, undefined],
    ['multipart/mixed; boundary*=a', undefined, undefined],
    ['multipart/mixed; boundary*0=a', undefined, undefined],
    ['multipart/mixed; boundary="a "', undefined, undefined],
    ['multipart/mixed (hello); boundary=a', undefined, undefined],
    ['multipart', undefined, undefined],
    ['', undefined, undefined],
    ['text/plain; charset', undefined, undefined],
    [`multipart/mixed; boundary=${'a'.repeat(70)}`, 'multipart/mixed', 'a'.repeat(70)],
    [`multipart/mixed; boundary=${'a'.repeat(71)}`, undefined, undefined],
  ]
  for (const [value, mediaType, boundary] of table) {
    test(value || 'empty', () => {
      const parsed = parseContentType(value)
      assert.equal(parsed?.mediaType, mediaType)
      assert.equal(parsed?.boundary, boundary)
    })
  }

  test('hostile values take no time', () => {
    const started = performance.now()
    for (const piece of ['; ', ';a=', ';a="', ';a="\\', ';a=b ', 'a', '/', 'a/', ';boundary']) {
      parseContentType(`multipart/mixed${piece.repeat(20_000)}`)
      parseContentType(piece.repeat(20_000))
    }
    assert.ok(performance.now() - started < 1000)
  })
})
