import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { hashPassword, verifyPassword } from './password.ts'

test('a password fits its own hash and no other', async () => {
  const hash = await hashPassword('correct horse', randomBytes)
  assert.match(hash, /^\$argon2id\$v=19\$m=\d+,t=\d+,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.equal(await verifyPassword('correct horse', hash), true)
  assert.equal(await verifyPassword('correct horsf', hash), false)
  assert.equal(await verifyPassword('', hash), false)
  assert.notEqual(await hashPassword('correct horse', randomBytes), hash)
})

test('a hash made at another cost still verifies', async () => {
  // Reference value: argon2 command line tool, `echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1`.
  const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  assert.equal(await verifyPassword('password', reference), true)
  assert.equal(await verifyPassword('passwort', reference), false)
})

test('what is no hash matches nothing', async () => {
  for (const locked of ['', '!', '*', '$argon2id$', '$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAA', 'plain'])
    assert.equal(await verifyPassword(locked, locked), false)
})

test('hashing leaves the main thread free', async () => {
  let turns = 0
  const ticking = setInterval(() => turns++, 1)
  try {
    await Promise.all(Array.from({ length: 8 }, () => hashPassword('x', randomBytes)))
  } finally {
    clearInterval(ticking)
  }
  assert.ok(turns >= 5, `${turns} turns of the event loop while eight hashes were made`)
})
