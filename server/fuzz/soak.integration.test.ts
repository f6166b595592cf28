import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { soak } from './soak/kill.ts'

test('twenty kills under load lose, double and revive no message', { timeout: 180_000 }, async () => {
  const data = await mkdtemp(join(tmpdir(), 'roost-soak-'))
  try {
    const { acknowledged, expunged } = await soak({ data, kills: 20, seed: Date.now() })
    assert.ok(acknowledged > 200, `only ${acknowledged} messages were at stake`)
    assert.ok(expunged > 50, `only ${expunged} messages were expunged`)
  } finally {
    await rm(data, { recursive: true })
  }
})
