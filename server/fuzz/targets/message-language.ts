import type { Language } from '../mutate.ts'
import { corpus } from './seeds.ts'

const structured = [
  'From: "A \\" b" <a@example.org>, Group: <x@y>, z@w (note);, =?utf-8?q?=C3=A4?= <\xe4@b>\r\nTo: undisclosed;\r\n' +
    'Cc: <@a,@b:c@d>, ()@(), "\\"@x\r\nSubject: =?utf-8?b?w6Q=?=\r\n folded\r\nDate: Mon, 23 Nov 2026 03:00:00 +0000\r\n' +
    'Message-ID: <1@2>\r\nIn-Reply-To: <3@4>\r\n\r\nbody\r\n',
  'Content-Type: multipart/mixed; boundary="one"\r\n\r\n--one\r\nContent-Type: multipart/alternative; boundary=two\r\n\r\n' +
    '--two\r\n\r\nplain\r\n--two\r\nContent-Type: text/html; charset*0="utf"; charset*1="-8"\r\n\r\n<p>\r\n--two--\r\n' +
    '--one\r\nContent-Type: message/rfc822\r\n\r\nFrom: inner@x\r\nSubject: in\r\nContent-Type: multipart/mixed; boundary=three\r\n\r\n' +
    '--three\r\nContent-Disposition: attachment; filename="a b.txt"\r\nContent-Language: de, en\r\n\r\nx\r\n--three--\r\n' +
    '--one\r\nContent-Type: application/octet-stream; name="\xff"\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <c>\r\n' +
    'Content-MD5: Q2hlY2s=\r\nContent-Location: x\r\n\r\nQUJD\r\n--one--\r\nepilogue',
  'content-type: MESSAGE/RFC822\r\n\r\ncontent-type: message/rfc822\r\n\r\ncontent-type: message/rfc822\r\n\r\n\r\n',
  'From: <alicehome@_roost.test>\r\nContent-Type: text/plain\r\n\r\nclear text\r\n',
]

const tokens = [
  ...['\r\n\r\n', '\r\n', '\r\n ', '\r\n\t', '--', '--one', '--one--', '--border', '--border--', '\r\n.\r\n'],
  ...['From: ', 'from : ', 'From:a@b\r\n', 'Subject: x\r\n', 'Bcc: x\r\n', 'Received: x\r\n', 'Sender: '],
  ...[
    'Content-Type: ',
    'Content-Type: multipart/encrypted; boundary=',
    'Content-Type: message/rfc822\r\n\r\n',
  ],
  ...['multipart/mixed', 'text/plain', 'application/pgp-encrypted', 'application/octet-stream', 'boundary='],
  ...['Content-Transfer-Encoding: base64\r\n', 'Content-Transfer-Encoding: quoted-printable\r\n', '7bit'],
  ...[
    'Version: 1',
    'Secure-Join: vc-request',
    'secure-join: vg-request',
    '=20',
    '=\r\n',
    '=0D=0A',
    '=?utf-8?q?a?=',
  ],
  ...[
    '-----BEGIN PGP MESSAGE-----',
    '-----END PGP MESSAGE-----',
    '\r\n=njUN\r\n',
    'Comment: x\r\n',
    '====',
    'AAAA',
  ],
  ...['"', '\\"', '(', ')', '<', '>', '@', '@@', ';', ':;', ',,', "''", '*0=', "*=utf-8''%ff"],
]

/** Messages from their first header octet on: encrypted, almost encrypted, and hostile in structure. */
export const messageLanguage: Language = { seeds: [...corpus(), ...structured, ...structured], tokens }

/** Armored texts alone. */
export const armorLanguage: Language = {
  seeds: messageLanguage.seeds.flatMap((text) =>
    [...text.matchAll(/-----BEGIN.*?-----END[^\r]*\r\n/gs)].map(([armor]) => armor),
  ),
  tokens: messageLanguage.tokens,
}
