import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { checkDomainName, suggestDomainName } from './domain-name.ts'

for (const [typed, expected] of [
  ['_sunny-wren.internal', '_sunny-wren.internal'],
  ['sunny-wren.internal', '_sunny-wren.internal'],
  ['Our House', '_our-house.internal'],
  ['  @_House  ', '_house'],
  ['_roost.test', '_roost.test'],
  ['Hühnerstraße 7', '_huehnerstrasse-7.internal'],
  ['Café', '_cafe.internal'],
  ['__x', '_x'],
  ['', 'error.domain.empty'],
  ['  _ ', 'error.domain.empty'],
  ['example.org', 'error.domain.public'],
  ['192.168.1.5', 'error.domain.public'],
  ['_a..b', 'error.domain.characters'],
  ['_-a', 'error.domain.characters'],
  ['_a-.internal', 'error.domain.characters'],
  ['a@b', 'error.domain.characters'],
  ['_a/b.internal', 'error.domain.characters'],
  ['_a\u0000', 'error.domain.characters'],
  ['_a"', 'error.domain.characters'],
  ['дом', 'error.domain.characters'],
  ['a'.repeat(54), `_${'a'.repeat(54)}.internal`],
  ['a'.repeat(55), 'error.domain.long'],
  ['x'.repeat(16_000), 'error.domain.long'],
] as const) {
  test(`domain name ${JSON.stringify(typed.slice(0, 40))}`, () => {
    const checked = checkDomainName(typed)
    assert.equal('name' in checked ? checked.name : checked.refusal, expected)
  })
}

test('every suggestion is a name that would be accepted as it is', () => {
  for (let round = 0; round < 300; round++) {
    const name = suggestDomainName(randomBytes)
    assert.deepEqual(checkDomainName(name), { name })
  }
})
