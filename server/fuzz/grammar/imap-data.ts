import type { Scanner } from './scanner.ts'

/** Rules of RFC 3501 section 9 for what stands inside responses, written from the RFC and not from the server. */

const NUMBER = /(?:0|[1-9]\d{0,19})/y
const NZ_NUMBER = /[1-9]\d{0,9}/y
const QUOTED = /"(?:[^"\\\r\n\0\x80-\xff]|\\["\\])*"/y
const LITERAL = /\{(0|[1-9]\d{0,9})\}\r\n/y
const ASTRING = /[^\0-\x20(){%*"\\\x7f-\xff]+/y
const FLAG = /\\?[^\0-\x20(){%*"\\\]\x7f-\xff]+/y

export const number = (s: Scanner): string => s.match(NUMBER, 'a number')
export const nzNumber = (s: Scanner): string => s.match(NZ_NUMBER, 'a number above 0')

/** RFC 3501 `literal`: any octets but NUL. */
const literal = (s: Scanner): void => {
  const size = Number(s.match(LITERAL, 'a literal').slice(1, -3))
  if (s.octets(size).includes('\0')) s.fail('a literal without NUL')
}

export const string = (s: Scanner): void => {
  if (s.text[s.at] === '{') literal(s)
  else s.match(QUOTED, 'a string')
}

export const nstring = (s: Scanner): void => {
  if (!s.take('NIL')) string(s)
}

export const astring = (s: Scanner): void => {
  if (s.text[s.at] === '"' || s.text[s.at] === '{') string(s)
  else s.match(ASTRING, 'an astring')
}

/** `(item item)`, at least `least` of them. */
export const list = (s: Scanner, least: number, item: () => void): void => {
  s.need('(')
  for (let count = 0; ; count++) {
    if (count >= least && s.take(')')) return
    if (count > 0) s.need(' ')
    item()
    if (s.take(')')) return
  }
}

export const flags = (s: Scanner): void => {
  list(s, 0, () => {
    if (!s.take('\\*')) s.match(FLAG, 'a flag')
  })
}

const address = (s: Scanner): void => {
  s.need('(')
  for (let part = 0; part < 4; part++) {
    if (part > 0) s.need(' ')
    nstring(s)
  }
  s.need(')')
}

export const envelope = (s: Scanner): void => {
  s.need('(')
  nstring(s)
  s.need(' ')
  nstring(s)
  for (let field = 0; field < 6; field++) {
    s.need(' ')
    if (s.take('NIL')) continue
    s.need('(')
    do address(s)
    while (!s.take(')'))
  }
  s.need(' ')
  nstring(s)
  s.need(' ')
  nstring(s)
  s.need(')')
}

const parameters = (s: Scanner): void => {
  if (s.take('NIL')) return
  list(s, 1, () => {
    string(s)
    s.need(' ')
    string(s)
  })
}

/** Disposition, language, location; BODY has none of them, BODYSTRUCTURE may have all. */
const extension = (s: Scanner): void => {
  if (!s.take('NIL')) {
    s.need('(')
    string(s)
    s.need(' ')
    parameters(s)
    s.need(')')
  }
  s.need(' ')
  if (s.text[s.at] === '(') list(s, 1, () => string(s))
  else nstring(s)
  s.need(' ')
  nstring(s)
}

/** @returns how deep it is nested */
export const body = (s: Scanner, extended: boolean): number => {
  s.need('(')
  let depth = 1
  if (s.text[s.at] === '(') {
    while (s.text[s.at] === '(') depth = Math.max(depth, 1 + body(s, extended))
    s.need(' ')
    string(s)
    if (extended) {
      s.need(' ')
      parameters(s)
    }
  } else depth = onePart(s, extended)
  if (extended) {
    s.need(' ')
    extension(s)
  }
  s.need(')')
  return depth
}

const onePart = (s: Scanner, extended: boolean): number => {
  const from = s.at
  string(s)
  s.need(' ')
  string(s)
  const type = s.text.slice(from, s.at).toLowerCase()
  s.need(' ')
  parameters(s)
  for (const rule of [nstring, nstring, string, number]) {
    s.need(' ')
    rule(s)
  }
  let depth = 1
  if (type.startsWith('"text" ')) {
    s.need(' ')
    number(s)
  } else if (type === '"message" "rfc822"' && /^ [({]/.test(s.text.slice(s.at, s.at + 2))) {
    s.need(' ')
    envelope(s)
    s.need(' ')
    depth += body(s, extended)
    s.need(' ')
    number(s)
  }
  if (extended) {
    s.need(' ')
    nstring(s)
  }
  return depth
}
