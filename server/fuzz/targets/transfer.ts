import assert from 'node:assert/strict'
import { createTransferDecoder } from '../../src/message/transfer-encoding.ts'
import { type Language, mutated, pieces } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Target } from '../target.ts'

const language: Language = {
  seeds: [
    Buffer.from(Array.from({ length: 300 }, (_, at) => at & 255))
      .toString('base64')
      .replace(/.{60}/g, '$&\r\n'),
    'QUJD',
    'QUI=\r\n',
    'QQ==',
    'soft=\r\nbreak =3D =20\r\nand =C3=A4=\r\n',
  ],
  tokens: ['=', '==', '=\r\n', '=3d', '=3D', '=G0', ' ', '\r\n', '\t', '-', '_', 'AAAA', 'A', '=\r', '=\n'],
}

/** Content transfer encodings: pieces change nothing, and what is accepted is what Node decodes. */
export const transfer: Target = {
  name: 'transfer',
  async open() {
    return { tryOne, close: async () => {} }
  },
}

const tryOne = (random: Random): void => {
  const text = mutated(language, random)
  try {
    for (const encoding of ['base64', 'quoted-printable'] as const) {
      const whole = decode(encoding, [text])
      assert.deepEqual(decode(encoding, pieces(text, random)), whole)
      if (encoding === 'base64' && whole !== undefined)
        assert.deepEqual(whole, Buffer.from(text.toString('latin1'), 'base64'))
    }
  } catch (error) {
    throw new Input(text, error)
  }
}

const decode = (encoding: 'base64' | 'quoted-printable', chunks: readonly Buffer[]): Buffer | undefined => {
  const out: Buffer[] = []
  const decoder = createTransferDecoder(encoding, (bytes, start, end) => {
    out.push(Buffer.from(bytes.subarray(start, end)))
    return true
  })
  for (const chunk of chunks) if (!decoder.write(chunk, 0, chunk.length)) return undefined
  return decoder.end() ? Buffer.concat(out) : undefined
}
