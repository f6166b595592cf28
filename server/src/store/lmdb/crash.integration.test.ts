import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../../clock.ts'
import { silentLog } from '../../log/log.ts'
import { openLmdbStore } from './store.ts'
import { audit } from './testing/audit.ts'
import { patterned } from './testing/patterned.ts'

const ROUNDS = 10

interface Acknowledged {
  /** `mailbox uid` -> length and seed of what was delivered. */
  readonly delivered: Map<string, { length: number; seed: number }>
  readonly expunged: Set<string>
}

/** Runs the writer, kills it with SIGKILL after `ms` of work, and gathers what it had acknowledged. */
const writeAndKill = async (folder: string, round: number, ms: number, into: Acknowledged): Promise<void> => {
  const program = join(import.meta.dirname, 'testing/crash-writer.ts')
  const child = spawn(process.execPath, [program, folder, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  for await (const line of createInterface(child.stdout)) {
    const [verb, mailbox, uid, length, seed] = line.split(' ')
    if (verb === 'READY') void delay(ms).then(() => child.kill('SIGKILL'))
    else if (verb === 'D' && seed !== undefined)
      into.delivered.set(`${mailbox} ${uid}`, { length: Number(length), seed: Number(seed) })
    else if (verb === 'X' && uid !== undefined) into.expunged.add(`${mailbox} ${uid}`)
  }
  assert.deepEqual(await exited, [null, 'SIGKILL'])
}

test('SIGKILL at any moment loses no acknowledged message and tears none', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-crash-'))
  const known: Acknowledged = { delivered: new Map(), expunged: new Set() }
  const uidNext = new Map<number, number>()
  try {
    for (let round = 1; round <= ROUNDS; round++) {
      await writeAndKill(folder, round, 50 + Math.random() * 400, known)
      const store = await openLmdbStore(folder, { clock: systemClock, log: silentLog, mapBytes: 2 ** 30 })
      await store.swept()
      const present = new Map<string, Buffer>()
      for (let id = 1; store.account(id) !== undefined; id++) {
        const mailbox = store.findMailbox(id, 'INBOX')!
        assert.ok(mailbox.uidNext >= (uidNext.get(mailbox.id) ?? 0), 'UIDNEXT went back')
        uidNext.set(mailbox.id, mailbox.uidNext)
        for (const entry of store.listMessages(mailbox.id)) {
          const content = store.content(entry)!
          present.set(`${mailbox.id} ${entry.uid}`, Buffer.concat([...content.read(0, content.size)]))
        }
      }
      for (const [place, { length, seed }] of known.delivered) {
        const bytes = present.get(place)
        if (known.expunged.has(place)) assert.equal(bytes, undefined, `${place} came back`)
        // Expunged, and killed before it could say so: only of those that the writer expunges.
        else if (bytes === undefined) assert.equal(seed % 2, 0, `${place} is lost`)
        else assert.ok(bytes.equals(patterned(length, seed)), `${place} is torn`)
      }
      await store.close()
      assert.equal((await audit(folder)).litter, 0)
    }
    assert.ok(known.delivered.size > 500, `only ${known.delivered.size} deliveries were tested`)
  } finally {
    await rm(folder, { recursive: true })
  }
})
