import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import {
  codeAlphabet,
  codeLength,
  displaySetupCode,
  generateSetupCode,
  normaliseSetupCode,
  sameSetupCode,
} from './setup-code.ts'

test('codes have eight characters, none of them confusable', () => {
  for (let round = 0; round < 200; round++) {
    const code = generateSetupCode(randomBytes)
    assert.equal(code.length, codeLength)
    assert.match(code, new RegExp(`^[${codeAlphabet}]+$`))
  }
  assert.doesNotMatch(codeAlphabet, /[01258OQILZSBU]/)
  assert.equal(new Set(codeAlphabet).size, codeAlphabet.length)
})

test('every character is equally likely: bytes of the unfinished round are skipped', () => {
  const counts = new Map<string, number>()
  const bytes = Array.from({ length: 256 }, (_, value) => value)
  let drawn = 0
  const all = () => {
    drawn += codeLength
    return Uint8Array.from(bytes.slice(drawn - codeLength, drawn))
  }
  const fair = 256 - (256 % codeAlphabet.length)
  for (let code = 0; code < Math.floor(fair / codeLength); code++) {
    for (const letter of generateSetupCode(all)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  assert.ok(Math.max(...counts.values()) - Math.min(...counts.values()) <= 1)
  let calls = 0
  const unfair = () => Uint8Array.from({ length: 8 }, () => (calls++ < 8 ? 255 : 0))
  assert.equal(generateSetupCode(unfair), codeAlphabet[0]!.repeat(8))
})

for (const [typed, same] of [
  ['ACDE3467', true],
  ['acde-3467', true],
  [' aCdE 34 67 ', true],
  ['ACDE\u20133467', true],
  ['ＡＣＤＥ3467', true],
  ['ACDE3466', false],
  ['ACDE346', false],
  ['ACDE34677', false],
  ['', false],
  ['\u0000', false],
] as const) {
  test(`typed ${JSON.stringify(typed)} is ${same ? 'right' : 'wrong'}`, () => {
    assert.equal(sameSetupCode(typed, 'ACDE3467'), same)
  })
}

test('a code somebody chose may contain any letter, and look-alikes are forgiven', () => {
  assert.ok(sameSetupCode('happy d0g 51', 'HAPPYDOGSI'))
  assert.equal(normaliseSetupCode('B-8 o0 il1 z2 s5'), '8800111' + '2255')
})

test('codes are shown in groups of four', () => {
  assert.equal(displaySetupCode('ACDE3467'), 'ACDE-3467')
  assert.equal(displaySetupCode('ACDE34679'), 'ACDE-3467-9')
})
