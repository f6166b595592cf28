import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { createGate } from './encrypted.ts'
import { PacketWalk } from './openpgp-packets.ts'

/** The rules once more, on whole messages and without care for cost, to hold the streaming gate against. */

function isEncryptedOctets(octets: Buffer): boolean {
  if (octets.length < 2 || (octets[0]! & 0x80) === 0) return false
  const legacy = (octets[0]! & 0x40) === 0
  const tag = legacy ? (octets[0]! >> 2) & 15 : octets[0]! & 63
  let at = 1
  for (;;) {
    let length = 0
    let partial = false
    const first = octets[at]
    if (first === undefined) return false
    if (legacy) {
      const kind = octets[0]! & 3
      if (kind === 3 || at + (1 << kind) > octets.length) return false
      length = octets.readUIntBE(at, 1 << kind)
      at += 1 << kind
    } else if (first < 192) {
      length = first
      at += 1
    } else if (first < 224) {
      if (at + 2 > octets.length) return false
      length = octets.readUInt16BE(at) - 192 * 256 + 192
      at += 2
    } else if (first === 255) {
      if (at + 5 > octets.length) return false
      length = octets.readUInt32BE(at + 1)
      at += 5
    } else {
      if (tag !== 18) return false
      partial = true
      length = 2 ** (first & 31)
      at += 1
    }
    at += length
    if (at > octets.length) return false
    if (!partial) break
  }
  if (tag === 18) return at === octets.length
  return (tag === 1 || tag === 3) && isEncryptedOctets(octets.subarray(at))
}

function isArmored(text: string): boolean {
  const match = /^-----BEGIN PGP MESSAGE-----\r\n(.*?)-----END PGP MESSAGE-----[\r\n]*$/s.exec(text)
  const payload = match?.[1]?.replace(/[\r\n]/g, '')
  const data = /^((?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?)(=[\w+/]{4})?$/.exec(payload ?? '!')?.[1]
  return data !== undefined && !data.includes('_') && isEncryptedOctets(Buffer.from(data, 'base64'))
}

function decoded(part: string): { type: string; body: string } | undefined {
  const at = `\r\n${part}`.indexOf('\r\n\r\n')
  if (at === -1) return undefined
  const header = part.slice(0, Math.max(0, at - 2)).replace(/\r\n[ \t]/g, ' ')
  const type = /^content-type:[ \t]*([^; \t\r]+)/im.exec(header)?.[1]?.toLowerCase() ?? 'text/plain'
  const encoding = /^content-transfer-encoding:[ \t]*(\S+)/im.exec(header)?.[1]?.toLowerCase()
  let body = part.slice(at + 2)
  if (encoding === 'base64') body = Buffer.from(body, 'base64').toString('latin1')
  if (encoding === 'quoted-printable') {
    body = body
      .replaceAll('=\r\n', '')
      .replace(/=([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
  }
  return { type, body }
}

/** May say yes too often (it knows no ambiguity), never too rarely. */
function isEncrypted(message: string): boolean {
  const at = message.indexOf('\r\n\r\n')
  const header = message.slice(0, at).replace(/\r\n[ \t]/g, ' ')
  if (!/^content-type:[ \t]*multipart\/encrypted[ \t]*;/im.test(header)) return false
  const boundary = /^content-type:.*;[ \t]*boundary[ \t]*=[ \t]*(?:"([^"]+)"|([^\s;"]+))/im.exec(header)
  const delimiter = boundary?.[1] ?? boundary?.[2]
  if (delimiter === undefined) return false
  const escaped = delimiter.replace(/[^\w]/g, '\\$&')
  const [, ...parts] = message.slice(at + 2).split(new RegExp(`\\r\\n--${escaped}(?:--)?[ \\t]*(?=\\r\\n|$)`))
  const [first, second] = parts.map((part) => decoded(part.slice(2)))
  return (
    first?.type === 'application/pgp-encrypted' &&
    first.body.trim() === 'Version: 1' &&
    second?.type === 'application/octet-stream' &&
    isArmored(second.body)
  )
}

/** A repeatable source of small numbers. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % below
  }
}

const folder = new URL('./corpus/', import.meta.url)
const corpus = readdirSync(folder)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'latin1').replaceAll('\n', '\r\n') }))

const passes = (text: string): boolean => {
  const gate = createGate({ versionHeader: 'refuse' })
  gate.write(Buffer.from(text, 'latin1'))
  return gate.end() === 'encrypted'
}

describe('the gate against the rules', () => {
  test('the walk agrees on random packets', () => {
    const next = numbers(3)
    const tags = [0xc1, 0xc3, 0xd2, 0xd2, 0x84, 0x85, 0x8c, 0x86, 0xcb, 0x87, 0x12]
    let yes = 0
    for (let round = 0; round < 30_000; round += 1) {
      const octets: number[] = []
      for (let count = 1 + next(3); count > 0; count -= 1) {
        octets.push(tags[next(tags.length)]!)
        const length = [next(4), 192 + next(2), 224 + next(3), 255, 0][next(5)]!
        octets.push(length)
        if (length >= 192 && length < 224) octets.push(next(3))
        if (length === 255) octets.push(0, 0, 0, next(4))
        for (let fill = next(5); fill > 0; fill -= 1) octets.push(next(3) === 0 ? next(256) : 0)
      }
      const bytes = Buffer.from(octets)
      const walk = new PacketWalk()
      walk.write(bytes)
      const expected = isEncryptedOctets(bytes)
      assert.equal(walk.end(), expected, bytes.toString('hex'))
      if (expected) yes += 1
    }
    assert.ok(yes > 300, `${yes} were encrypted`)
  })

  test('what the gate passes, the rules pass, on the corpus', () => {
    for (const { name, text } of corpus) if (passes(text)) assert.ok(isEncrypted(text), name)
  })

  test('and on messages changed here and there, cut and mixed', () => {
    const next = numbers(5)
    const pieces = [
      '\r\n',
      '=',
      '-',
      '--b1',
      '--b1--',
      ' ',
      '\r\n\r\n',
      'Hi Bob',
      '"',
      ';',
      ':',
      '=\r\n',
      '0',
      'Version: 1',
    ]
    let passed = 0
    for (let round = 0; round < 15_000; round += 1) {
      let { text } = corpus[next(corpus.length)]!
      for (let count = 1 + next(2); count > 0; count -= 1) {
        const at = next(text.length)
        const to = at + next(30)
        const kind = next(4)
        if (kind === 0) text = text.slice(0, at) + pieces[next(pieces.length)]! + text.slice(at)
        else if (kind === 1) text = text.slice(0, at) + text.slice(to)
        else if (kind === 2) text = text.slice(0, at) + String.fromCharCode(next(256)) + text.slice(at + 1)
        else text = text.slice(0, to) + text.slice(at)
      }
      if (!passes(text)) continue
      passed += 1
      assert.ok(isEncrypted(text), JSON.stringify(text))
    }
    assert.ok(passed > 200, `${passed} passed`)
  })
})
