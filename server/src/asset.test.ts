import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAsset } from './asset.ts'

test('what is no asset is undefined, wherever it points', () => {
  for (const name of ['ui/none.js', 'none', '', 'ui/', 'ui/../package.json', 'ui/../../../../etc/passwd']) {
    assert.equal(readAsset(name), undefined, name)
  }
})
