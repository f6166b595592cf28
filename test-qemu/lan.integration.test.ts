import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { lan } from './lan.ts'

/** Command lines of all processes that mention a word. */
const processesWith = (word: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')
      } catch {
        return ''
      }
    })
    .filter((line) => line.startsWith('sleep ') && line.includes(word))

test('the house network knows the box and nobody else, and ends with its test, however that dies', async (t) => {
  const seconds = `300.${process.pid}${Math.floor(Math.random() * 1e6)}`
  const sleeper = spawn(process.execPath, [join(import.meta.dirname, 'lan-sleeper.ts'), seconds], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ROOST_TEST_LAN: '' },
  })
  t.after(() => sleeper.kill('SIGKILL'))
  const [facts] = (await once(sleeper.stdout.setEncoding('utf8'), 'data')) as [string]
  const { visitor, box, unknown } = JSON.parse(facts)
  assert.equal(box, lan.box)
  assert.notEqual(visitor, lan.box)
  assert.equal(unknown, 'ENOTFOUND')
  assert.equal(processesWith(seconds).length, 1)
  sleeper.kill('SIGKILL')
  for (let tries = 0; processesWith(seconds).length > 0; tries++) {
    assert.ok(tries < 100, 'what was started within is still there after 5 s')
    await sleep(50)
  }
})
