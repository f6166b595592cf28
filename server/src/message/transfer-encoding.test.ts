import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import type { TransferEncoding } from './content-type.ts'
import { createTransferDecoder } from './transfer-encoding.ts'

function decode(encoding: TransferEncoding, text: string, piece: number): string | undefined {
  let out = ''
  const decoder = createTransferDecoder(encoding, (bytes, start, end) => {
    out += bytes.toString('latin1', start, end)
    return true
  })
  const bytes = Buffer.from(text, 'latin1')
  for (let at = 0; at < bytes.length; at += piece) {
    if (!decoder.write(bytes, at, Math.min(bytes.length, at + piece))) return undefined
  }
  return decoder.end() ? out : undefined
}

const table: [TransferEncoding, string, string | undefined][] = [
  ['identity', 'a=3D\r\nb', 'a=3D\r\nb'],
  ['quoted-printable', 'a=3Db=3d', 'a=b='],
  ['quoted-printable', 'a=\r\nb\r\nc', 'ab\r\nc'],
  ['quoted-printable', 'a=4', undefined],
  ['quoted-printable', 'a=G0', undefined],
  ['quoted-printable', 'a=\nb', undefined],
  ['quoted-printable', 'a=\rb', undefined],
  ['base64', 'aGVsbG8=', 'hello'],
  ['base64', 'aGVs\r\n bG8=\r\n', 'hello'],
  ['base64', 'aGVsbA==', 'hell'],
  ['base64', '', ''],
  ['base64', 'aGVsbG8', undefined],
  ['base64', 'aGVsbG9=', undefined],
  ['base64', 'aGVsbG8==', undefined],
  ['base64', 'aGVsbG8=x', undefined],
  ['base64', 'a-_=', undefined],
  ['base64', '====', undefined],
]

describe('transfer encodings', () => {
  for (const [encoding, text, expected] of table) {
    test(`${encoding} ${JSON.stringify(text)}`, () => {
      for (const piece of [text.length || 1, 1, 2, 3]) assert.equal(decode(encoding, text, piece), expected)
    })
  }

  test('base64 of random octets, in any pieces, is what Node makes of it', () => {
    for (let length = 0; length < 200; length += 7) {
      const octets = randomBytes(length)
      const text = octets.toString('base64').replace(/.{20}/g, '$&\r\n')
      for (const piece of [1, 5, 64, 1000])
        assert.equal(decode('base64', text, piece), octets.toString('latin1'))
    }
  })

  test('long text crosses the slices of the decoder', () => {
    const octets = randomBytes(100_000)
    for (const piece of [50_000, 16_385, 200_000]) {
      assert.equal(decode('base64', octets.toString('base64'), piece), octets.toString('latin1'))
    }
  })
})
