import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { markedMessage, openInbox, openSubmission, readInbox, submit } from './soak/client.ts'
import { ServerProcess } from './soak/process.ts'

const alice = 'diskuser1@_roost.test'
const bob = 'diskuser2@_roost.test'

const root = process.getuid?.() === 0
/** A private mount namespace; without root also a private user namespace, in which mounting is allowed. */
const privately = ['unshare', root ? '-m' : '-Urm', 'sh', '-c']
const inside = (server: ServerProcess): string[] => [
  ...['-t', String(server.pid), '-m'],
  ...(root ? [] : ['-U', '--preserve-credentials']),
]

/**
 * One server whose disk stops to take anything and later takes it again. Sends until it is refused, reads and deletes
 * meanwhile, gives room, and sends again.
 */
const survive = async (
  under: (data: string) => readonly string[],
  stop: (server: ServerProcess, data: string) => void,
  mend: (server: ServerProcess, data: string) => void,
): Promise<void> => {
  const data = await mkdtemp(join(tmpdir(), 'roost-disk-'))
  const server = await ServerProcess.start(data, under(data))
  try {
    const sender = await openSubmission(server, alice)
    const { client } = await openInbox(server, bob)
    const send = (mark: string) => submit(sender, alice, [bob], markedMessage(alice, mark, 300_000))
    assert.equal(await send('first'), 250)
    stop(server, data)
    const kept = ['first']
    let code = 250
    for (let count = 0; code === 250 && count < 200; count++) {
      code = await send(`fill${count}`)
      if (code === 250) kept.push(`fill${count}`)
    }
    assert.equal(code, 452, 'a full disk is a passing trouble')
    assert.equal(await send('again'), 452)
    const large = markedMessage(alice, 'large', 2_000_000).toString('latin1')
    assert.match(
      await client.ask(`a APPEND INBOX {${large.length}+}\r\n${large}`, /^a (?:OK|NO) .*\r\n/m),
      /^a NO \[UNAVAILABLE\]/m,
    )
    await client.ask('a NOOP', /^a OK .*\r\n/m)
    const shown = (await readInbox(client)).map(({ mark }) => mark)
    assert.deepEqual(shown, kept, 'what was acknowledged can be read, and nothing else')
    // a login needs no room
    const other = await openInbox(server, bob)
    other.client.destroy()

    mend(server, data)
    assert.equal(await send('mended'), 250)
    await client.ask('a NOOP', /^a OK .*\r\n/m)
    assert.equal((await readInbox(client)).at(-1)?.mark, 'mended')
    assert.doesNotMatch(server.output, /^error crash/m)
    await server.end('SIGTERM')
  } finally {
    if (server.alive) await server.end('SIGKILL')
    await rm(data, { recursive: true, force: true })
  }
}

test('a full disk is answered 452, and more room is used without a restart', { timeout: 60_000 }, () =>
  survive(
    (data) => [...privately, 'mount -t tmpfs -o size=16m tmpfs "$0" && exec "$@"', data],
    () => {},
    (server, data) =>
      execFileSync('nsenter', [...inside(server), 'mount', '-o', 'remount,size=64m', 'tmpfs', data]),
  ),
)

test('a disk that takes no writes is answered 452, and is used again once it does', { timeout: 60_000 }, () =>
  survive(
    () => ['prlimit', '--fsize=unlimited:unlimited'],
    (server) => execFileSync('prlimit', [`--pid=${server.pid}`, '--fsize=0:unlimited']),
    (server) => execFileSync('prlimit', [`--pid=${server.pid}`, '--fsize=unlimited:unlimited']),
  ),
)

test('a read-only disk is named at start, and a writable one is used', { timeout: 60_000 }, async () => {
  const data = await mkdtemp(join(tmpdir(), 'roost-disk-'))
  const mounted = (mode: string) => [...privately, `mount -t tmpfs -o ${mode} tmpfs "$0" && exec "$@"`, data]
  try {
    await assert.rejects(
      ServerProcess.start(data, mounted('ro')),
      /the server ended with 1: roost: .* cannot be used/,
    )
    const server = await ServerProcess.start(data, mounted('rw'))
    await server.end('SIGTERM')
  } finally {
    await rm(data, { recursive: true, force: true })
  }
})
