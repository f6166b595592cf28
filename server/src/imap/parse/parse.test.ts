import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Flag } from '../../store/store.ts'
import { BadError } from '../errors.ts'
import type { Token } from '../wire/token.ts'
import { Tokenizer } from '../wire/tokenizer.ts'
import { Arguments, canonicalMailbox } from './arguments.ts'
import { formatDateTime, parseDate, parseDateTime } from './date.ts'
import { parseFetchItems } from './fetch.ts'
import { formatFlags, parseFlags } from './flags.ts'
import { parseSearch } from './search.ts'

const args = (text: string): Arguments => {
  const event = new Tokenizer().push(Buffer.from(`${text}\r\n`, 'latin1'))
  assert.equal(event?.kind, 'command')
  return new Arguments((event as { tokens: readonly Token[] }).tokens, 0)
}

test('FETCH items', () => {
  const labels = (text: string) =>
    parseFetchItems(args(text)).map((item) =>
      typeof item === 'string' ? item : `${item.label} ${item.marksSeen}`,
    )
  assert.deepEqual(labels('fast'), ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'])
  assert.deepEqual(labels('uid'), ['UID'])
  assert.deepEqual(labels('(UID BODY.PEEK[])'), ['UID', 'BODY[] false'])
  assert.deepEqual(labels('(BODY[1.2.MIME]<5.10> RFC822.HEADER)'), [
    'BODY[1.2.MIME]<5> true',
    'RFC822.HEADER false',
  ])
  assert.deepEqual(labels('body.peek[header.fields (Message-ID "Date")]'), [
    'BODY[HEADER.FIELDS (MESSAGE-ID DATE)] false',
  ])
  assert.deepEqual(labels('(BODY[2.HEADER.FIELDS.NOT (A)]<0.1> FLAGS)'), [
    'BODY[2.HEADER.FIELDS.NOT (A)]<0> true',
    'FLAGS',
  ])
  for (const bad of [
    'BODY[',
    'BODY[1.]',
    'BODY[.1]',
    'BODY[01]',
    'BODY[1HEADER]',
    'BODY[HEADERS]',
    '()',
    'FLAGS[]',
    'BODY.PEEK',
    'BODY[]x',
  ]) {
    assert.throws(() => parseFetchItems(args(bad)), BadError, bad)
  }
})

test('search programs', () => {
  assert.deepEqual(parseSearch(new Arguments(tokensOf('x ALL'), 1)), { key: 'all' })
  assert.deepEqual(parseSearch(new Arguments(tokensOf('x OR SEEN NOT (FROM "A" 1:3)'), 1)), {
    key: 'or',
    left: { key: 'flag', flag: Flag.Seen, on: true },
    right: {
      key: 'not',
      inner: {
        key: 'and',
        keys: [
          { key: 'header', name: 'from', text: 'a' },
          { key: 'set', set: [[1, 3]] },
        ],
      },
    },
  })
  assert.deepEqual(parseSearch(new Arguments(tokensOf('x CHARSET utf-8 MODSEQ "/flags/x" all 5'), 1)), {
    key: 'modseq',
    value: 5,
  })
  for (const bad of [
    'x',
    'x FROM',
    'x OR ALL',
    'x NOT',
    'x ()',
    'x LARGER x',
    'x BEFORE x',
    'x HEADER a',
    'x KEYWORD (a)',
  ]) {
    assert.throws(() => parseSearch(new Arguments(tokensOf(bad), 1)), BadError, bad)
  }
})

const tokensOf = (text: string): readonly Token[] =>
  (new Tokenizer().push(Buffer.from(`${text}\r\n`)) as { tokens: readonly Token[] }).tokens

test('flags', () => {
  assert.deepEqual(parseFlags(args('(\\Seen \\deleted $Forwarded \\Recent $FORWARDED)')), {
    bits: Flag.Seen | Flag.Deleted,
    keywords: ['$FORWARDED'],
  })
  assert.deepEqual(parseFlags(args('()')), { bits: 0, keywords: [] })
  assert.deepEqual(parseFlags(args('\\Seen \\Draft')), { bits: Flag.Seen | Flag.Draft, keywords: [] })
  assert.equal(formatFlags(Flag.Seen | Flag.Deleted, ['$a']), '(\\Seen \\Deleted $a)')
  assert.equal(formatFlags(0, []), '()')
})

test('dates', () => {
  assert.equal(parseDate('1-Feb-1994'), Date.UTC(1994, 1, 1))
  assert.equal(parseDateTime(' 7-Feb-1994 21:52:25 -0800'), Date.UTC(1994, 1, 8, 5, 52, 25))
  assert.equal(formatDateTime(Date.UTC(1994, 1, 8, 5, 52, 25)), '" 8-Feb-1994 05:52:25 +0000"')
  for (const bad of ['31-Feb-2026', '0-Jan-2026', '1-Foo-2026', '1-Jan-1969', '1-Jan-26', '']) {
    assert.equal(parseDate(bad), undefined, bad)
  }
  for (const bad of ['07-Feb-1994 24:00:00 +0000', '7-Feb-1994 21:52 -0800', ' 1-Jan-1970 00:00:00 +0100']) {
    assert.equal(parseDateTime(bad), undefined, bad)
  }
})

test('INBOX has one spelling, and no other name becomes it', () => {
  assert.equal(canonicalMailbox('inBox'), 'INBOX')
  assert.equal(canonicalMailbox('inbox/a'), 'INBOX/a')
  for (const name of ['inboxes', 'a/inbox', '\u0131nbox', 'INBO\u212a'])
    assert.equal(canonicalMailbox(name), name)
})
