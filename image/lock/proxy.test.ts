import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proxiesOf } from './proxy.ts'

test("apt's proxies, under the names of the environment", () => {
  assert.deepEqual(proxiesOf("HTTP='http://near.example:3142'\nHTTPS='DIRECT'\n"), {
    http_proxy: 'http://near.example:3142',
  })
  assert.deepEqual(proxiesOf("HTTPS='http://near.example:3142'\n"), {
    https_proxy: 'http://near.example:3142',
  })
  assert.deepEqual(proxiesOf(''), {})
})
