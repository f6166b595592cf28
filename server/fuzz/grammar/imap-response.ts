import { astring, body, envelope, flags, list, nstring, number, nzNumber, string } from './imap-data.ts'
import type { Said } from './imap-sequence.ts'
import { Scanner } from './scanner.ts'

/**
 * Everything an IMAP server may say (RFC 3501 section 9 with RFC 2087, 2342, 4315, 4731, 5161, 5464, 7162). Independent
 * of the server's own code on purpose: what both get wrong is not found.
 */

const TEXT = /[\x01-\x09\x0b\x0c\x0e-\x7f]+/y
const TAG = /[^\0-\x20(){%*"\\+\x7f-\xff]+/y
const CODE = /\[[A-Z][A-Z0-9-]*(?: [^\]\r\n\0\x80-\xff]+)?\] /y
const ATOMS = /(?: [^\0-\x20(){%*"\\\]\x7f-\xff]+)*/y
const DATE_TIME =
  /"[ 0-3]\d-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{4} \d\d:\d\d:\d\d [+-]\d{4}"/y
const SECTION =
  /\[(?:(?:[1-9]\d*)(?:\.[1-9]\d*)*(?:\.(?:MIME|TEXT|HEADER))?|TEXT|HEADER)?(?:(?<=HEADER)\.FIELDS(?:\.NOT)? )?/y
const SET = /(?:\d+(?::\d+)?)(?:,\d+(?::\d+)?)*/y
const ANY_CASE = /[A-Za-z.0-9]+/y

/** @throws GrammarError @returns what was said of tags and sequence numbers, in order */
export const checkImapOutput = (latin1: string): Said[] => {
  const s = new Scanner(latin1)
  const said: Said[] = []
  while (!s.done) {
    if (s.take('* ')) {
      const one = untagged(s)
      if (one !== undefined) said.push(one)
    } else if (s.take('+ ')) {
      s.match(/[\x01-\x09\x0b\x0c\x0e-\x7f]*/y, 'text')
    } else {
      said.push({ kind: 'tagged', tag: s.match(TAG, 'a tag') })
      s.need(' ')
      status(s, ['OK', 'NO', 'BAD'])
    }
    s.need('\r\n')
  }
  return said
}

const status = (s: Scanner, words: readonly string[]): void => {
  if (!words.some((word) => s.take(`${word} `))) s.fail(words.join(', '))
  if (s.text[s.at] === '[') s.match(CODE, 'a response code')
  s.match(TEXT, 'text')
}

const sp = (s: Scanner): void => s.need(' ')

const rows: Readonly<Record<string, (s: Scanner) => void>> = {
  CAPABILITY: (s) => void s.match(ATOMS, 'capabilities'),
  ENABLED: (s) => void s.match(ATOMS, 'capabilities'),
  FLAGS: (s) => {
    sp(s)
    flags(s)
  },
  LIST: (s) => mailboxLine(s),
  LSUB: (s) => mailboxLine(s),
  SEARCH: (s) => {
    while (s.take(' ')) {
      if (s.text[s.at] !== '(') nzNumber(s)
      else {
        s.need('(MODSEQ ')
        number(s)
        s.need(')')
      }
    }
  },
  ESEARCH: (s) => {
    if (s.take(' (TAG ')) {
      string(s)
      s.need(')')
    }
    s.take(' UID')
    while (s.take(' ')) {
      const word = s.match(ANY_CASE, 'a return item')
      sp(s)
      if (word === 'ALL') s.match(SET, 'a set')
      else number(s)
    }
  },
  STATUS: (s) => {
    sp(s)
    astring(s)
    sp(s)
    list(s, 0, () => {
      s.match(ANY_CASE, 'a status item')
      sp(s)
      number(s)
    })
  },
  NAMESPACE: (s) => {
    for (let kind = 0; kind < 3; kind++) {
      sp(s)
      if (s.take('NIL')) continue
      s.need('((')
      string(s)
      sp(s)
      nstring(s)
      s.need('))')
    }
  },
  QUOTAROOT: (s) => {
    sp(s)
    astring(s)
    while (s.take(' ')) astring(s)
  },
  QUOTA: (s) => {
    sp(s)
    astring(s)
    sp(s)
    list(s, 0, () => {
      s.match(ANY_CASE, 'a resource')
      sp(s)
      number(s)
      sp(s)
      number(s)
    })
  },
  METADATA: (s) => {
    sp(s)
    astring(s)
    sp(s)
    if (s.text[s.at] !== '(') astring(s)
    else
      list(s, 1, () => {
        astring(s)
        sp(s)
        nstring(s)
      })
  },
  VANISHED: (s) => {
    s.take(' (EARLIER)')
    sp(s)
    s.match(SET, 'a set')
  },
}

const untagged = (s: Scanner): Said | undefined => {
  if (/\d/.test(s.text[s.at] ?? '')) return counted(s)
  const word = s.match(/[A-Z]+/y, 'a response')
  const row = Object.hasOwn(rows, word) ? rows[word] : undefined
  if (row !== undefined) row(s)
  else {
    s.at -= word.length
    status(s, ['OK', 'NO', 'BAD', 'BYE'])
  }
  return word === 'FLAGS' ? { kind: 'opened' } : undefined
}

const counted = (s: Scanner): Said | undefined => {
  const digits = Number(number(s))
  if (s.take(' EXISTS')) return { kind: 'exists', number: digits }
  if (s.take(' RECENT')) return undefined
  if (digits === 0) s.fail('a sequence number above 0')
  if (s.take(' EXPUNGE')) return { kind: 'expunge', number: digits }
  s.need(' FETCH ')
  list(s, 1, () => fetched(s))
  return { kind: 'fetch', number: digits }
}

const mailboxLine = (s: Scanner): void => {
  sp(s)
  flags(s)
  sp(s)
  if (!s.take('NIL')) s.match(/"(?:[^"\\\r\n]|\\["\\])"/y, 'a delimiter')
  sp(s)
  astring(s)
  if (!s.take(' ("CHILDINFO" (')) return
  do string(s)
  while (s.take(' '))
  s.need('))')
}

/** What follows the name of a FETCH item and a space. */
const fetchItems: Readonly<Record<string, (s: Scanner) => unknown>> = {
  FLAGS: flags,
  UID: nzNumber,
  INTERNALDATE: (s) => s.match(DATE_TIME, 'a date'),
  'RFC822.SIZE': number,
  ENVELOPE: envelope,
  BODY: (s) => body(s, false),
  BODYSTRUCTURE: (s) => body(s, true),
  RFC822: nstring,
  'RFC822.HEADER': nstring,
  'RFC822.TEXT': nstring,
  MODSEQ: (s) => list(s, 1, () => number(s)),
}

const fetched = (s: Scanner): void => {
  const word = s.match(/[A-Z0-9.]+/y, 'a FETCH item')
  if (word === 'BODY' && s.text[s.at] === '[') section(s)
  else if (Object.hasOwn(fetchItems, word)) {
    sp(s)
    fetchItems[word]!(s)
  } else s.fail('a known FETCH item')
}

const section = (s: Scanner): void => {
  s.match(SECTION, 'a section')
  if (s.text[s.at] === '(') list(s, 1, () => astring(s))
  s.need(']')
  if (s.take('<')) {
    number(s)
    s.need('>')
  }
  sp(s)
  nstring(s)
}
