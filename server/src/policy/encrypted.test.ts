import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fixedLimits } from '../config/limits.ts'
import { createGate, type Verdict } from './encrypted.ts'
import { armored, encryptedMessage, encryptedPackets, packet, pgpMime } from './sample.ts'

const FROM = 'alice@_roost.test'

function judge(message: Buffer, size = message.length): Verdict {
  const gate = createGate({ versionHeader: 'refuse' })
  for (let at = 0; at < message.length; at += size) gate.write(Buffer.from(message.subarray(at, at + size)))
  return gate.end()
}

/** A repeatable source of small numbers. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % below
  }
}

describe('what openpgp.js encrypts passes', async () => {
  const openpgp = await import('openpgp')
  const text = 'The bicycle cellar is open on Sunday. '.repeat(40)
  const keys = await Promise.all(
    (
      [
        { type: 'ecc', curve: 'curve25519Legacy' },
        { type: 'curve25519' },
        { type: 'ecc', curve: 'nistP256' },
        { type: 'rsa', rsaBits: 2048 },
      ] as const
    ).map((options) => openpgp.generateKey({ ...options, userIDs: [{ name: 'B' }], format: 'object' })),
  )
  const v6 = await openpgp.generateKey({
    type: 'curve25519',
    userIDs: [{ name: 'B' }],
    format: 'object',
    config: { v6Keys: true, aeadProtect: true },
  })
  const message = await openpgp.createMessage({ text })
  const first = keys[0]!
  const forms: Record<string, Promise<unknown>> = {
    signed: openpgp.encrypt({ message, encryptionKeys: first.publicKey, signingKeys: first.privateKey }),
    'many recipients': openpgp.encrypt({ message, encryptionKeys: keys.map((key) => key.publicKey) }),
    'hidden recipients': openpgp.encrypt({ message, encryptionKeys: first.publicKey, wildcard: true }),
    password: openpgp.encrypt({ message, passwords: ['house'] }),
    'two passwords': openpgp.encrypt({ message, passwords: ['house', 'garden'] }),
    'password and key': openpgp.encrypt({ message, passwords: ['house'], encryptionKeys: first.publicKey }),
    'version 6 key, SEIPD 2': openpgp.encrypt({ message, encryptionKeys: v6.publicKey }),
    'SEIPD 2, password': openpgp.encrypt({
      message,
      passwords: ['house'],
      config: { aeadProtect: true },
    }),
    compressed: openpgp.encrypt({
      message,
      encryptionKeys: first.publicKey,
      config: { preferredCompressionAlgorithm: openpgp.enums.compression.zlib },
    }),
  }
  for (const [index, key] of keys.entries()) {
    forms[`key ${index}`] = openpgp.encrypt({ message, encryptionKeys: key.publicKey })
  }
  for (const [name, armor] of Object.entries(forms)) {
    test(name, async () => {
      const crlf = String(await armor).replace(/\r?\n/g, '\r\n')
      assert.equal(judge(pgpMime(FROM, crlf)), 'encrypted')
      assert.equal(judge(pgpMime(FROM, crlf), 7), 'encrypted')
    })
  }

  for (const config of [{}, { aeadProtect: true }]) {
    test(`streamed, with partial lengths ${JSON.stringify(config)}`, async () => {
      const pieces = new ReadableStream<string>({
        start(controller) {
          for (let index = 0; index < 200; index += 1) controller.enqueue(text)
          controller.close()
        },
      })
      const streamed = await openpgp.encrypt({
        message: await openpgp.createMessage({ text: pieces as never }),
        encryptionKeys: first.publicKey,
        config: { allowUnauthenticatedStream: true, ...config },
      })
      let armor = ''
      for await (const piece of streamed as unknown as AsyncIterable<string>) armor += piece
      assert.equal(judge(pgpMime(FROM, armor.replace(/\r?\n/g, '\r\n'))), 'encrypted')
    })
  }

  test('what openpgp.js only signs does not', async () => {
    const signed = await openpgp.sign({ message, signingKeys: first.privateKey })
    assert.deepEqual(judge(pgpMime(FROM, String(signed).replace(/\r?\n/g, '\r\n'))), {
      refused: 'not-encrypted',
    })
  })
})

describe('clear text never passes', () => {
  const words = 'Dear neighbours the laundry is broken again please use the one in house number seven '
  test('as the second part, mutated towards armor', () => {
    const next = numbers(7)
    for (let round = 0; round < 3000; round += 1) {
      const text = words.slice(next(40), 40 + next(45))
      const bodies = [
        text,
        `-----BEGIN PGP MESSAGE-----\r\n\r\n${text}\r\n-----END PGP MESSAGE-----\r\n`,
        `-----BEGIN PGP MESSAGE-----\r\n\r\n${text.replaceAll(' ', '')}\r\n=${text.slice(0, 4)}\r\n-----END PGP MESSAGE-----\r\n`,
        armored(Buffer.from(text)),
        armored(packet(1 + next(20), Buffer.from(text))).replace('wc', String.fromCharCode(65 + next(26))),
        armored(Buffer.concat([packet(11, Buffer.from(text)), encryptedPackets(40)])),
        armored(Buffer.concat([encryptedPackets(40), Buffer.from(text)])),
      ]
      const body = bodies[next(bodies.length)]!
      const verdict = judge(pgpMime(FROM, body))
      // framing alone can be imitated: a PKESK or SEIPD header in front of anything is what it is
      if (verdict === 'encrypted') assert.ok(body.startsWith('-----BEGIN PGP MESSAGE-----\r\n\r\n0'), body)
    }
  })

  test('put anywhere between the lines of an encrypted message', () => {
    const message = encryptedMessage(FROM, 400)
    const text = message.toString('latin1')
    const bodyStart = text.indexOf('\r\n\r\n') + 4
    const line = 'Dear neighbours, the laundry is broken again.\r\n'
    let at = bodyStart
    let passed = 0
    while (at !== -1 && at < text.length) {
      const changed = Buffer.from(text.slice(0, at) + line + text.slice(at), 'latin1')
      if (judge(changed) === 'encrypted') passed += 1
      at = text.indexOf('\r\n', at)
      if (at !== -1) at += 2
    }
    // before the first delimiter a sentence is allowed; the limit is tested below
    assert.equal(passed, 1)
  })

  test('a changed octet in the framing never makes clear text of it unnoticed, and never throws', () => {
    const next = numbers(11)
    const message = encryptedMessage(FROM, 300)
    for (let round = 0; round < 3000; round += 1) {
      const changed = Buffer.from(message)
      for (let count = 0; count < 1 + next(3); count += 1) changed[next(changed.length)] = next(256)
      const verdict = judge(changed, 1 + next(200))
      assert.ok(verdict === 'encrypted' || typeof verdict === 'object')
    }
  })
})

describe('bounds', () => {
  const withHeader = (octets: number): Buffer => {
    const plain = encryptedMessage(FROM, 300)
    const header = plain.indexOf('\r\n\r\n') + 4
    return encryptedMessage(FROM, 300, `X-Fill: ${'x'.repeat(octets - header - 10)}\r\n`)
  }
  test('header block', () => {
    const limit = fixedLimits.header_bytes.value
    assert.equal(withHeader(limit).indexOf('\r\n\r\n') + 4, limit)
    assert.equal(judge(withHeader(limit)), 'encrypted')
    assert.deepEqual(judge(withHeader(limit + 1)), { refused: 'header-too-long' })
    assert.deepEqual(judge(withHeader(limit + 1), 1000), { refused: 'header-too-long' })
  })
  test('preamble', () => {
    const limit = fixedLimits.preamble_bytes.value
    const before = (octets: number): Buffer =>
      Buffer.from(
        encryptedMessage(FROM, 300)
          .toString('latin1')
          .replace('\r\n\r\n--border', `\r\n\r\n${'x'.repeat(octets)}\r\n--border`),
        'latin1',
      )
    assert.equal(judge(before(limit)), 'encrypted')
    assert.deepEqual(judge(before(limit + 1)), { refused: 'structure' })
  })
  test('a header that never ends', () => {
    const gate = createGate({ versionHeader: 'refuse' })
    let accepted = 0
    while (gate.write(Buffer.alloc(1000, 'x'))) accepted += 1000
    assert.ok(accepted <= fixedLimits.header_bytes.value)
    assert.deepEqual(gate.end(), { refused: 'header-too-long' })
  })
})
