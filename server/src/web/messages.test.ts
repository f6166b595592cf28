import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogue, readableBytes } from './messages.ts'

const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function')
    return strings(value({ message: 'M', mailbox: 'B', perMinute: 'P', mailDays: 'D' }))
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(strings)
  return []
}

test('no text is empty or the same in both languages by accident', () => {
  const [en, de] = [strings(catalogue.en), strings(catalogue.de)]
  assert.equal(en.length, de.length)
  for (const [i, text] of en.entries()) {
    assert.ok(text.trim() && de[i]?.trim())
    assert.notEqual(text, de[i])
  }
})

test('octets are written as people of that language read them', () => {
  assert.equal(readableBytes(524_288_000, 'en'), '524\u00a0MB')
  assert.equal(readableBytes(1_500_000_000, 'de'), '1,5\u00a0GB')
  assert.equal(readableBytes(200_000, 'en'), '200\u00a0kB')
})
