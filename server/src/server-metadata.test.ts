import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultLimits } from './config/limits.ts'
import { serverMetadata } from './server-metadata.ts'

const read = serverMetadata({ limits: { ...defaultLimits, recipients: 77 } })

test('clients learn how many recipients one message may have', () => {
  assert.equal(read('/shared/vendor/deltachat/maxsmtprecipients'), '77')
})

test('app versions are one line of JSON', () => {
  assert.deepEqual(JSON.parse(read('/shared/vendor/deltachat/appversions') ?? ''), { clients: [] })
})

test('what is not there is not there, also by the names JavaScript knows', () => {
  for (const entry of ['/shared/vendor/deltachat/turn', 'constructor', ''])
    assert.equal(read(entry), undefined)
})
