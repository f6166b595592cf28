import assert from 'node:assert/strict'
import { ArmorReader } from '../../src/policy/armor.ts'
import { PacketWalk } from '../../src/policy/openpgp-packets.ts'
import { isEncryptedMessage } from '../grammar/openpgp.ts'
import { mutated, pieces } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Target } from '../target.ts'
import { armorLanguage } from './message-language.ts'

/** Armored texts: what passes holds, by an independent reading, nothing but an encrypted message. */
export const armor: Target = {
  name: 'armor',
  async open() {
    return { tryOne, close: async () => {} }
  },
}

const tryOne = (random: Random): void => {
  const text = mutated(armorLanguage, random)
  try {
    const passes = reads([text])
    assert.equal(reads(pieces(text, random)), passes)
    if (passes) assert.ok(isEncryptedMessage(dearmored(text.toString('latin1'))))
  } catch (error) {
    throw new Input(text, error)
  }
}

const reads = (chunks: readonly Buffer[]): boolean => {
  const reader = new ArmorReader({ versionHeader: 'tolerate' })
  for (const chunk of chunks) reader.write(chunk)
  return reader.end()
}

/** The octets of a text that passed, by means of its own. */
const dearmored = (text: string): Buffer => {
  const found =
    /^-----BEGIN PGP MESSAGE-----\s*?\n(?:Version: [^\n]*\n)?\s*([A-Za-z0-9+/=\r\n]*?)(?:\r?\n=[A-Za-z0-9+/]{4})?\s*-----END PGP MESSAGE-----\s*$/.exec(
      text,
    )
  assert.ok(found, 'what passed is not one armored block')
  return Buffer.from(found[1]!, 'base64')
}

/** Packets alone: the streaming walk and a reading of the whole agree about everything. */
export const packets: Target = {
  name: 'packets',
  async open() {
    return { tryOne: tryPackets, close: async () => {} }
  },
}

const tryPackets = (random: Random): void => {
  const octets = packetOctets(random)
  try {
    const expected = isEncryptedMessage(octets)
    assert.equal(walk([octets]), expected)
    assert.equal(walk(pieces(octets, random)), expected)
  } catch (error) {
    throw new Input(octets.toString('hex'), error)
  }
}

const walk = (chunks: readonly Buffer[]): boolean => {
  const reader = new PacketWalk()
  for (const chunk of chunks) reader.write(chunk)
  return reader.end()
}

const TAGS = [1, 3, 18, 18, 1, 3, 0, 8, 9, 11, 17, 20, 63] as const

/** A few packets of every format, often almost right, sometimes with an octet changed. */
const packetOctets = (random: Random): Buffer => {
  const parts: Buffer[] = []
  for (let count = random.below(4); count >= 0; count--) {
    const tag = count === 0 && !random.once(4) ? 18 : random.once(3) ? random.pick(TAGS) : random.pick([1, 3])
    parts.push(packetOf(tag, random))
  }
  const octets = Buffer.concat(parts)
  if (random.once(2)) octets[random.below(octets.length)] = random.below(256)
  return random.once(6) ? octets.subarray(0, random.below(octets.length + 1)) : octets
}

const packetOf = (tag: number, random: Random): Buffer => {
  const size = random.pick([0, 1, 2, 100, 191, 192, 600, 8383, 8384])
  const claimed = random.once(8) ? size + random.below(3) - 1 : size
  const head = Buffer.alloc(6)
  const body = Buffer.alloc(size, random.below(256))
  if (random.once(4)) {
    const kind = random.below(4)
    head[0] = 0x80 | ((tag & 15) << 2) | kind
    if (kind === 0) head[1] = claimed & 255
    else if (kind === 1) head.writeUInt16BE(claimed & 0xffff, 1)
    else if (kind === 2) head.writeUInt32BE(claimed >>> 0, 1)
    return Buffer.concat([head.subarray(0, [2, 3, 5, 1][kind]), body])
  }
  head[0] = 0xc0 | tag
  if (random.once(4)) {
    const power = random.below(12)
    head[1] = 224 + power
    return Buffer.concat([
      head.subarray(0, 2),
      Buffer.alloc(2 ** power),
      Buffer.from([body.length & 127]),
      body,
    ])
  }
  if (random.once(3) || claimed >= 8384) {
    head[1] = 255
    head.writeUInt32BE(claimed >>> 0, 2)
    return Buffer.concat([head, body])
  }
  if (claimed < 192) return Buffer.concat([Buffer.from([head[0], claimed & 255]), body])
  return Buffer.concat([Buffer.from([head[0], ((claimed - 192) >> 8) + 192, (claimed - 192) & 255]), body])
}
