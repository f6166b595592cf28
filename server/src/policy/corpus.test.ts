import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { ArmorOptions } from './armor.ts'
import { createGate, type Verdict } from './encrypted.ts'

const folder = new URL('./corpus/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.eml'))

const outgoing: ArmorOptions = { versionHeader: 'refuse' }
const incoming: ArmorOptions = { versionHeader: 'tolerate' }

/** Everything else must be refused. */
const passes: Record<string, Verdict> = {
  encrypted: 'encrypted',
  'encrypted-base64': 'encrypted',
  'encrypted-five-octet-length': 'encrypted',
  'encrypted-folded-header': 'encrypted',
  'encrypted-legacy-session-key-1': 'encrypted',
  'encrypted-legacy-session-key-2': 'encrypted',
  'encrypted-legacy-session-key-4': 'encrypted',
  'encrypted-many-recipients': 'encrypted',
  'encrypted-no-checksum': 'encrypted',
  'encrypted-no-session-key': 'encrypted',
  'encrypted-partial-empty-last': 'encrypted',
  'encrypted-partial-lengths': 'encrypted',
  'encrypted-quoted-printable': 'encrypted',
  'encrypted-sentence-before': 'encrypted',
  'encrypted-unquoted-boundary': 'encrypted',
  'encrypted-upper-case-type': 'encrypted',
  'securejoin-vc': 'securejoin',
  'securejoin-vc-base64': 'securejoin',
  'securejoin-vg': 'securejoin',
}

const read = (name: string): Buffer =>
  Buffer.from(readFileSync(new URL(name, folder), 'latin1').replaceAll('\n', '\r\n'), 'latin1')

function judge(message: Buffer, options: ArmorOptions, nextLength: () => number): Verdict {
  const gate = createGate(options)
  for (let at = 0; at < message.length; ) {
    const length = nextLength()
    gate.write(Buffer.from(message.subarray(at, at + length)))
    at += length
  }
  return gate.end()
}

const short = (verdict: Verdict): string => (typeof verdict === 'string' ? verdict : 'refused')

describe('the corpus', () => {
  test('has every file the table names', () => {
    for (const name of Object.keys(passes)) assert.ok(files.includes(`${name}.eml`), name)
    assert.ok(files.length > 90)
  })

  for (const file of files) {
    const name = file.replace('.eml', '')
    const expected = short(passes[name] ?? { refused: 'structure' })
    test(`${name} is ${expected}`, () => {
      const message = read(file)
      assert.equal(short(judge(message, outgoing, () => message.length)), expected, 'whole')
      assert.equal(short(judge(message, outgoing, () => 1)), expected, 'octet by octet')
      for (let seed = 1; seed <= 5; seed += 1) {
        let state = seed * 2654435761
        const next = (): number => {
          state = (Math.imul(state, 1103515245) + 12345) >>> 0
          return 1 + ((state >>> 16) % 90)
        }
        assert.equal(short(judge(message, outgoing, next)), expected, `random pieces ${seed}`)
      }
    })
  }

  test('a Version armor header is tolerated incoming only', () => {
    const message = read('armor-version.eml')
    assert.equal(
      judge(message, incoming, () => message.length),
      'encrypted',
    )
    assert.equal(
      judge(message, incoming, () => 1),
      'encrypted',
    )
  })

  test('direction changes nothing else', () => {
    for (const file of files) {
      if (file === 'armor-version.eml') continue
      const message = read(file)
      const whole = () => message.length
      assert.deepEqual(judge(message, incoming, whole), judge(message, outgoing, whole), file)
    }
  })
})
