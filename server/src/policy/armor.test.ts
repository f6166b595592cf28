import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type ArmorOptions, ArmorReader } from './armor.ts'

const BEGIN = '-----BEGIN PGP MESSAGE-----\r\n'
const END = '-----END PGP MESSAGE-----'
/** An SEIPD packet whose length makes the base64 end with two, one and no padding characters. */
const two = Buffer.from([0xd2, 5, 1, 2, 3, 4, 5]).toString('base64')
const one = Buffer.from([0xd2, 6, 1, 2, 3, 4, 5, 6]).toString('base64')
const none = Buffer.from([0xd2, 7, 1, 2, 3, 4, 5, 6, 7]).toString('base64')

const accepts = (text: string, piece: number, options: ArmorOptions): boolean => {
  const reader = new ArmorReader(options)
  const bytes = Buffer.from(text, 'latin1')
  for (let at = 0; at < bytes.length; at += piece) {
    if (!reader.write(bytes, at, Math.min(bytes.length, at + piece))) return false
  }
  return reader.end()
}

const table: [string, boolean, string][] = [
  [`${BEGIN}\r\n${two}\r\n=abcd\r\n${END}\r\n`, true, 'two padding characters, checksum'],
  [`${BEGIN}\r\n${one}\r\n=abcd\r\n${END}\r\n`, true, 'one padding character, checksum'],
  [`${BEGIN}\r\n${none}\r\n=abcd\r\n${END}\r\n`, true, 'no padding, checksum'],
  [`${BEGIN}\r\n${two}\r\n${END}\r\n`, true, 'two padding characters, no checksum'],
  [`${BEGIN}\r\n${none}\r\n${END}\r\n`, true, 'no padding, no checksum'],
  [`${BEGIN}${none}\r\n${END}`, true, 'no empty line, no line end at the end'],
  [`${BEGIN}\r\n\r\n\r\n${none}\r\n\r\n=abcd\r\n\r\n${END}\r\n\r\n`, true, 'many empty lines'],
  [`${BEGIN}\r\n${none.replace(/./g, '$&\r\n')}=abcd\r\n${END}`, true, 'a line per character'],
  [`${BEGIN}\r\n${two.replace('==', '=\r\n=')}\r\n=abcd\r\n${END}`, true, 'padding across lines'],
  [`${BEGIN}\r\n${two}=abcd\r\n${END}`, true, 'checksum in the line of the data'],
  [`\r\n${BEGIN}\r\n${none}\r\n${END}`, false, 'an empty line before'],
  [`${BEGIN.replace('\r\n', ' \r\n')}\r\n${none}\r\n${END}`, false, 'a space after BEGIN'],
  [`${BEGIN.replace('\r\n', '\n')}\r\n${none}\r\n${END}`, false, 'a bare LF after BEGIN'],
  [`${BEGIN}\r\n${none}${END}\r\n`, false, 'END in the line of the data'],
  [`${BEGIN}\r\n${none}\r\n${END}x`, false, 'text in the END line'],
  [`${BEGIN}\r\n${none}\r\n${END}\r\nx`, false, 'text after the END line'],
  [`${BEGIN}\r\n${none}\r\n=abcd\r\nx\r\n${END}`, false, 'text after the checksum'],
  [`${BEGIN}\r\n${none}\r\n=abc\r\n${END}`, false, 'a short checksum'],
  [`${BEGIN}\r\n${none}\r\n=abcde\r\n${END}`, false, 'a long checksum'],
  [`${BEGIN}\r\n${none}\r\n=ab d\r\n${END}`, false, 'a space in the checksum'],
  [`${BEGIN}\r\n${none}\r\n=abcd\r\n=abcd\r\n${END}`, false, 'two checksums'],
  [`${BEGIN}\r\n${two.replace('==', '=')}\r\n=abcd\r\n${END}`, false, 'half of the padding'],
  [`${BEGIN}\r\n${two.replace('==', '')}\r\n=abcd\r\n${END}`, false, 'no padding where it is needed'],
  [`${BEGIN}\r\n${none.slice(0, -1)}=\r\n${END}`, false, 'padding instead of data'],
  [`${BEGIN}\r\n${two.replace('==', '==AAAA')}\r\n${END}`, false, 'data after padding'],
  [`${BEGIN}\r\n${none.slice(0, 4)} ${none.slice(4)}\r\n${END}`, false, 'a space in the data'],
  [`${BEGIN}\r\n${none.slice(0, 4)}_${none.slice(5)}\r\n${END}`, false, 'the other base64 alphabet'],
  [`${BEGIN}\r\n${END}`, false, 'nothing'],
  [`${BEGIN}Comment: x\r\n\r\n${none}\r\n${END}`, false, 'a Comment header'],
  [`${BEGIN}\r\nVersion: x\r\n\r\n${none}\r\n${END}`, false, 'a Version header after the empty line'],
  [`${BEGIN}Version: x\r\nVersion: y\r\n\r\n${none}\r\n${END}`, false, 'two Version headers'],
]

describe('armor', () => {
  for (const [text, expected, name] of table) {
    test(`${expected ? 'takes' : 'refuses'} ${name}`, () => {
      for (const versionHeader of ['refuse', 'tolerate'] as const) {
        for (const piece of [text.length, 1, 2, 3, 5]) {
          assert.equal(
            accepts(text, piece, { versionHeader }),
            expected,
            `${versionHeader}, pieces of ${piece}`,
          )
        }
      }
    })
  }

  test('a Version header is tolerated incoming, refused outgoing', () => {
    for (const text of [
      `${BEGIN}Version: GnuPG v2\r\n\r\n${none}\r\n=abcd\r\n${END}\r\n`,
      `${BEGIN}Version: \r\n${none}\r\n${END}`,
    ]) {
      for (const piece of [text.length, 1, 4]) {
        assert.equal(accepts(text, piece, { versionHeader: 'tolerate' }), true)
        assert.equal(accepts(text, piece, { versionHeader: 'refuse' }), false)
      }
    }
  })
})
