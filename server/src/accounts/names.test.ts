import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loginAddress, mayRegister, recipientAddress } from './names.ts'

const logins: [domain: string, given: string, address: string | undefined][] = [
  ['example.org', 'alice1234@example.org', 'alice1234@example.org'],
  ['example.org', 'Alice1234@EXAMPLE.org', 'alice1234@example.org'],
  ['Example.ORG', 'alice@example.org', 'alice@example.org'],
  ['example.org', 'a.b_c-9@example.org', 'a.b_c-9@example.org'],
  ['_roost.test', 'alice@_roost.test', 'alice@_roost.test'],
  ['[192.0.2.1]', 'alice@[192.0.2.1]', 'alice@[192.0.2.1]'],
  ['[192.0.2.1]', 'alice@192.0.2.1', undefined],
  ['example.org', 'alice@sub.example.org', undefined],
  ['example.org', 'alice@xexample.org', undefined],
  ['example.org', 'alice@example.org.', undefined],
  ['example.org', 'alice', undefined],
  ['example.org', '', undefined],
  ['example.org', '@example.org', undefined],
  ['example.org', 'a@b@example.org', undefined],
  ['example.org', 'alice+x@example.org', undefined],
  ['example.org', 'al ice@example.org', undefined],
  ['example.org', 'alice@example.org\n', undefined],
  ['example.org', 'al\0ice@example.org', undefined],
  ['example.org', '../alice@example.org', undefined],
  ['example.org', 'älice@example.org', undefined],
  ['example.org', 'mi\u212Ae@example.org', undefined],
  ['example.org', `${'x'.repeat(64)}@example.org`, `${'x'.repeat(64)}@example.org`],
  ['example.org', `${'x'.repeat(65)}@example.org`, undefined],
]

for (const [domain, given, address] of logins)
  test(`login ${JSON.stringify(given)} at ${domain}`, () => {
    assert.equal(loginAddress(given, domain), address)
  })

const recipients: [given: string, address: string | undefined][] = [
  ['alice@example.org', 'alice@example.org'],
  ['ALICE+Tag@Example.org', 'alice@example.org'],
  ['alice+a+b@example.org', 'alice@example.org'],
  ['alice+@example.org', 'alice@example.org'],
  [`alice+${'x'.repeat(200)}@example.org`, 'alice@example.org'],
  ['+tag@example.org', undefined],
  ['alice+a@b@example.org', undefined],
  ['alice+tag@else.org', undefined],
]

for (const [given, address] of recipients)
  test(`recipient ${given.slice(0, 40)}`, () => {
    assert.equal(recipientAddress(given, 'example.org'), address)
  })

test('a new name keeps to both bounds of its length', () => {
  const limits = { name_min: 3, name_max: 5 }
  const may = (length: number) => mayRegister(`${'x'.repeat(length)}@example.org`, limits)
  assert.deepEqual([2, 3, 5, 6].map(may), [false, true, true, false])
})
