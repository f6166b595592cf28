import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressList } from './address.ts'

const cases: readonly (readonly [string, string])[] = [
  ['', 'NIL'],
  ['a@b.c', '((NIL NIL "a" "b.c"))'],
  ['<a@b.c>', '((NIL NIL "a" "b.c"))'],
  ['Ann Onym <a@b.c>', '(("Ann Onym" NIL "a" "b.c"))'],
  ['"Onym, Ann" <a@b.c>', '(("Onym, Ann" NIL "a" "b.c"))'],
  ['"a \\"b\\" c" <a@b.c>', '(("a \\"b\\" c" NIL "a" "b.c"))'],
  ['a@b.c (Ann)', '(("Ann" NIL "a" "b.c"))'],
  ['a@b.c, d@e.f', '((NIL NIL "a" "b.c")(NIL NIL "d" "e.f"))'],
  ['"hidden-recipients": ;', '((NIL NIL "hidden-recipients" NIL)(NIL NIL NIL NIL))'],
  [
    'g: a@b.c, d@e.f;, x@y.z',
    '((NIL NIL "g" NIL)(NIL NIL "a" "b.c")(NIL NIL "d" "e.f")(NIL NIL NIL NIL)(NIL NIL "x" "y.z"))',
  ],
  ['<@relay.example:a@b.c>', '((NIL NIL "a" "b.c"))'],
  ['"quoted local"@b.c', '((NIL NIL "quoted local" "b.c"))'],
  ['<user@[192.0.2.1]>', '((NIL NIL "user" "[192.0.2.1]"))'],
  ['nonsense', '((NIL NIL "nonsense" ""))'],
  ['=?utf-8?q?=C3=A4?= <a@b.c>', '(("=?utf-8?q?=C3=A4?=" NIL "a" "b.c"))'],
  [',,,', 'NIL'],
  ['Ann <a@b.c', '(("Ann" NIL "a" "b.c"))'],
]

for (const [value, expected] of cases) {
  test(`addresses: ${value}`, () => assert.equal(addressList(value), expected))
}

test('addresses: hostile values take time in proportion to their length', () => {
  const started = performance.now()
  for (const value of [
    '('.repeat(60_000),
    '"'.repeat(60_000),
    '<'.repeat(60_000),
    ','.repeat(60_000),
    '\\'.repeat(60_000),
    'a@'.repeat(30_000),
    'g:'.repeat(30_000),
  ]) {
    addressList(value)
  }
  assert.ok(performance.now() - started < 1000)
})
