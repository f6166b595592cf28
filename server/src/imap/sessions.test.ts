import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatFlags } from './parse/flags.ts'
import { Client } from './testing/client.ts'
import { flagText, type Known, Mirror } from './testing/mirror.ts'
import { PASSWORD, startTestImap, type TestImap } from './testing/server.ts'
import { stores } from './testing/stores.ts'

type Random = (below: number) => number

const seeded = (seed: number): Random => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const flags = ['\\Seen', '\\Deleted', '\\Deleted', '\\Flagged', '$kw']

/** One random command of one session. Resolves when it is answered and its effects are taken in. */
const step = async (mirror: Mirror, next: Random): Promise<void> => {
  const { messages } = mirror
  const answered = async (command: string): Promise<void> => {
    assert.match(await mirror.run(command), /^a (OK|NO \[EXPUNGEISSUED\])/, command)
  }
  const appends = 'APPEND INBOX {9+}\r\nA: b\r\n\r\nc'
  const first = messages.length === 0 ? 0 : 1 + next(messages.length)
  const last = Math.min(messages.length, first + next(4))
  const uids = messages.flatMap(({ uid }) => uid ?? [])
  const uid = uids[next(uids.length || 1)]
  const uidSet = uid === undefined ? '1:*' : `${uid},${uid + 2}:${uid + 3}`
  const choice = next(16)
  if (messages.length < 3 || choice < 2) return answered(appends)
  const flag = flags[next(flags.length)]!
  const sign = next(3) > 0 ? '+' : '-'
  switch (choice) {
    case 2:
      return answered(`STORE ${first}:${last} ${sign}FLAGS (${flag})`)
    case 3:
      return answered(`UID STORE ${uidSet} ${sign}FLAGS (${flag})`)
    case 4: {
      const targets: Known[] = messages.slice(first - 1, last)
      return mirror.storeSilently(
        `STORE ${first}:${last} ${sign}FLAGS.SILENT (${flag})`,
        targets,
        sign === '+',
        flag,
      )
    }
    case 5:
      return answered(`FETCH ${first}:* (UID FLAGS)`)
    case 6:
      return answered(`FETCH ${first}:${last} (UID RFC822.SIZE)`)
    case 7:
      return answered(`UID FETCH ${uidSet} (FLAGS)`)
    case 8:
      return answered(next(2) === 0 ? 'SEARCH DELETED' : 'UID SEARCH 1:*')
    case 9:
      return answered('EXPUNGE')
    case 10:
      return answered(`UID EXPUNGE ${uidSet}`)
    case 11:
      return answered(next(2) === 0 ? `MOVE ${first} other` : `UID MOVE ${uidSet} other`)
    case 12:
      return answered(next(2) === 0 ? `COPY ${first} INBOX` : `UID COPY ${uidSet} INBOX`)
    case 13:
      return answered(
        `STORE ${first}:${last} (UNCHANGEDSINCE ${messages[first - 1]!.modseq ?? 0}) ${sign}FLAGS (${flag})`,
      )
    default:
      return answered('NOOP')
  }
}

const inbox = (server: TestImap) => {
  const { id } = server.store.findMailbox(1, 'INBOX')!
  return server.store.listMessages(id).map((entry) => {
    const words = formatFlags(entry.flags, entry.keywords).slice(1, -1).split(' ')
    return { ...entry, text: flagText(words.filter((word) => word !== '')) }
  })
}

const open = async (server: TestImap, condstore: boolean): Promise<Mirror> => {
  const client = Client.connect(server)
  await client.line()
  await client.command(`LOGIN ac1@_roost.test "${PASSWORD}"`)
  const mirror = new Mirror(client)
  assert.match(await mirror.run(`SELECT INBOX${condstore ? ' (CONDSTORE)' : ''}`), /^a OK/)
  return mirror
}

/** All sessions at once, some of them idle meanwhile; then each looks, and must have seen everything. */
const round = async (server: TestImap, mirrors: readonly Mirror[], next: Random): Promise<void> => {
  const idle = next(mirrors.length * 2)
  const done = await mirrors[idle]?.idle()
  const steps = 1 + next(3)
  await Promise.all(
    mirrors.map(async (mirror, at) => {
      if (at === idle) return
      for (let count = 0; count < steps; count++) await step(mirror, next)
    }),
  )
  await done?.()
  await Promise.all(mirrors.map((mirror) => mirror.run('NOOP')))
  const entries = inbox(server)
  for (const mirror of mirrors) mirror.equals(entries, false)
}

for (const [kind, openStore] of stores) {
  test(`sessions of one mailbox see the same, whatever they do (${kind})`, async (t) => {
    const seed = Number(process.env.ROOST_SEED ?? Math.trunc(Math.random() * 2 ** 31))
    t.diagnostic(`ROOST_SEED=${seed}`)
    const next = seeded(seed)
    await using server = await startTestImap({ open: openStore })
    const mirrors: Mirror[] = []
    for (let session = 0; session < 5; session++) mirrors.push(await open(server, session % 2 === 0))
    await mirrors[0]!.run('CREATE other')
    const until = performance.now() + 1000
    let rounds = 0
    try {
      for (; rounds < 20 || (rounds < 400 && performance.now() < until); rounds++)
        await round(server, mirrors, next)
      for (const mirror of mirrors) {
        await mirror.run('FETCH 1:* (UID FLAGS MODSEQ)')
        mirror.equals(inbox(server), true)
        mirror.client.close()
      }
    } catch (error) {
      throw new Error(`round ${rounds} of ROOST_SEED=${seed}`, { cause: error })
    }
    t.diagnostic(`${rounds} rounds`)
  })
}
