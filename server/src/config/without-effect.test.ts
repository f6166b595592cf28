import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseConfig } from './parse.ts'
import { withoutEffect } from './without-effect.ts'

const keysOf = (text: string): string[] => {
  const parsed = parseConfig(`domain = "_roost.test"\n${text}`, { file: 'roost.toml', overrides: [] })
  assert.ok('config' in parsed)
  return withoutEffect(parsed.config).map(({ key }) => key)
}

test('the defaults promise nothing that is not done', () => assert.deepEqual(keysOf(''), []))

test('what this version does not do yet is named', () => {
  assert.deepEqual(keysOf('[ports]\nsmtp = 25\n[limits]\nmail_days = 30\n'), ['ports.smtp'])
})
