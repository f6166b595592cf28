import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { ChatCore, programs } from '../client/core.ts'
import type { Person } from '../client/person.ts'

/** Two people who have met: each with their chat with the other. */
export interface Pair {
  readonly alice: Person
  readonly bob: Person
  readonly toBob: number
  readonly toAlice: number
}

/** Cores of both releases, with folders of their own; ended with the test. */
export async function openCores(
  t: TestContext,
  folder: string,
): Promise<Record<keyof typeof programs, ChatCore>> {
  const open = async (name: keyof typeof programs) => {
    const home = join(folder, `core-${name}`)
    await mkdir(home)
    const core = new ChatCore(programs[name](), home)
    t.after(() => core.close())
    return core
  }
  return { wrapped: await open('wrapped'), newest: await open('newest') }
}

/** Bob scans Alice's code. */
export async function meet(alice: Person, bob: Person): Promise<Pair> {
  const [toAlice, toBob] = await bob.befriend(alice)
  return { alice, bob, toBob, toAlice }
}

/**
 * `count` messages each way, one after another.
 * @returns the median of the milliseconds between the server's promise and the message on the other's screen; clients
 * ration what they send, so the whole conversation takes longer
 */
export async function converse({ alice, bob, toBob, toAlice }: Pair, count: number): Promise<number> {
  const latencies: number[] = []
  const say = async (from: Person, chat: number, to: Person, text: string) => {
    await from.send(chat, text)
    const promised = performance.now()
    const message = await to.receive(text)
    latencies.push(performance.now() - promised)
    assert.ok(message.showPadlock, 'end-to-end encrypted')
  }
  for (let i = 1; i <= count; i++) {
    await say(alice, toBob, bob, `ping ${i}`)
    await say(bob, toAlice, alice, `pong ${i}`)
  }
  return latencies.sort((a, b) => a - b)[count] ?? 0
}

/** A file from Alice to Bob, compared at the end. */
export async function sendFilm(
  { alice, bob, toBob }: Pair,
  folder: string,
  bytes: number,
  timeoutMs: number,
): Promise<void> {
  const film = randomBytes(bytes)
  const path = join(folder, 'film.bin')
  await writeFile(path, film)
  await alice.send(toBob, 'the film', path)
  const arrived = await bob.receiveFile('the film', bytes, timeoutMs)
  assert.equal(arrived, createHash('sha256').update(film).digest('hex'))
}

/**
 * Bob's phone is off while Alice writes and the server goes away; then he gets everything, and both go on.
 * @param away takes the server down and brings it back
 */
export async function whileAway(
  { alice, bob, toBob, toAlice }: Pair,
  what: string,
  away: () => Promise<void>,
): Promise<void> {
  const waiting = [1, 2, 3].map((i) => `${what} ${i}`)
  await bob.goOffline()
  for (const text of waiting) await alice.send(toBob, text)
  await away()
  await alice.noticeNetwork()
  await bob.goOnline()
  for (const text of waiting) await bob.receive(text)
  await bob.send(toAlice, `after ${what}`)
  await alice.receive(`after ${what}`)
}
