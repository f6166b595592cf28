import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseLanguage } from './language.ts'

const cases: [string | undefined, string][] = [
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['fr-FR, fr;q=0.9, de;q=0.5, en;q=0.4', 'de'],
  ['en;q=0.4, DE;q=0.5', 'de'],
  ['de;q=0, en', 'en'],
  ['*', 'en'],
  ['de;q=banana', 'de'],
  [`${';,'.repeat(5000)}de`, 'en'],
]
for (const [header, expected] of cases) {
  test(`Accept-Language ${JSON.stringify(header?.slice(0, 40))} is answered in ${expected}`, () => {
    assert.equal(chooseLanguage(header), expected)
  })
}
