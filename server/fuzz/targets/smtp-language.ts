import { PASSWORD } from '../../src/imap/testing/server.ts'
import type { Language } from '../mutate.ts'

export const ALICE = 'alicehome@_roost.test'
export const BOB = 'bobsplace@_roost.test'

/** Where a conversation stands when the changed octets begin. */
export interface SmtpState {
  readonly name: string
  readonly secure: boolean
  readonly before: string
  /** A message comes now, not commands. */
  readonly message?: true
}

const EHLO = 'EHLO [127.0.0.1]\r\n'
const AUTH = `${EHLO}AUTH PLAIN ${Buffer.from(`\0${ALICE}\0${PASSWORD}`).toString('base64')}\r\n`
const MAIL = `${AUTH}MAIL FROM:<${ALICE}>\r\n`
const RCPT = `${MAIL}RCPT TO:<${BOB}>\r\n`

export const smtpStates: readonly SmtpState[] = [
  { name: 'before STARTTLS', secure: false, before: '' },
  { name: 'fresh', secure: true, before: '' },
  { name: 'after EHLO', secure: true, before: EHLO },
  { name: 'in AUTH', secure: true, before: `${EHLO}AUTH LOGIN\r\n` },
  { name: 'after AUTH', secure: true, before: AUTH },
  { name: 'after MAIL', secure: true, before: MAIL },
  { name: 'after RCPT', secure: true, before: RCPT },
  { name: 'in DATA', secure: true, before: `${RCPT}DATA\r\n`, message: true },
  { name: 'in DATA, commands', secure: true, before: `${RCPT}DATA\r\n` },
]

const transaction = `MAIL FROM:<${ALICE}> SIZE=1000 BODY=8BITMIME\r\nRCPT TO:<${BOB}>\r\nDATA\r\n`

const commands = [
  EHLO,
  'HELO a\r\n',
  'NOOP\r\nRSET\r\n',
  'VRFY x\r\n',
  'AUTH PLAIN\r\nAGEAYg==\r\n',
  'AUTH LOGIN\r\nYQ==\r\nYg==\r\n',
  'AUTH PLAIN =\r\n',
  `AUTH PLAIN ${Buffer.from(`\0${BOB}\0${PASSWORD}`).toString('base64')}\r\n`,
  'AUTH XOAUTH2 AAAA\r\n',
  'STARTTLS\r\nEHLO x\r\n',
  `${transaction}From: <${ALICE}>\r\n\r\nclear text\r\n.\r\n`,
  `${transaction}From: <${ALICE}>\r\n\r\nx\r\n..\r\n.\r\n${transaction}`,
  `MAIL FROM:<> SMTPUTF8\r\n`,
  'MAIL FROM:<@a,@b:c@d> SIZE=99999999999999999999\r\n',
  `RCPT TO:<bobsplace+detail@_ROOST.test>\r\nRCPT TO:<nobody@_roost.test>\r\nRCPT TO:<x@[IPv6:::1]> NOTIFY=NEVER\r\n`,
  'RCPT TO:<"quoted \\" local"@example.org>\r\n',
  'HELP\r\nBDAT 10 LAST\r\n',
  'EXPN list\r\nXCLIENT ADDR=1.2.3.4\r\nXFORWARD NAME=x\r\nLHLO a\r\nETRN x\r\n',
]

const tokens = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\0',
    '.',
    '\r\n.\r\n',
    '\n.\n',
    '\r.\r',
    '\r\n.\n',
    '\n.\r\n',
    '\r\r\n.\r\n',
    '\r\n.\r\r\n',
  ],
  ...[
    '..',
    '\r\n..\r\n',
    '<',
    '>',
    '<>',
    '@',
    '"',
    ':',
    ' ',
    '=',
    '*\r\n',
    'SIZE=',
    'BODY=',
    'SMTPUTF8',
    'AUTH=<>',
  ],
  ...['__proto__ x\r\n', 'constructor\r\n', 'toString\r\n', 'xn--fsq', '\xc3\xa4', '+xtext', '\r\nQUIT\r\n'],
  ...['GET / HTTP/1.1\r\n', 'a LOGIN x y\r\n', '\x16\x03\x01\x02\x00', ...commands],
]

export const smtpLanguage: Language = { seeds: commands, tokens }
