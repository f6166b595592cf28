import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { silentLog } from '../../log/log.ts'
import { bytesOf, deliverTo, inbox, NOON, newAccount } from '../conformance/subject.ts'
import { openLmdbStore } from './store.ts'
import { audit } from './testing/audit.ts'

const newFolder = async (context: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-rewrite-'))
  context.after(() => rm(folder, { recursive: true }))
  return folder
}

const open = (folder: string, rewriteBytes = 2 ** 24) =>
  openLmdbStore(folder, { clock: { now: () => NOON }, log: silentLog, mapBytes: 2 ** 30, rewriteBytes })

/** Which of the words stand anywhere in the files of a folder. */
const found = async (folder: string, words: readonly (string | Buffer)[]): Promise<number[]> => {
  const files = await readdir(folder)
  const all = Buffer.concat(await Promise.all(files.map((file) => readFile(join(folder, file)))))
  return words.flatMap((word, index) => (all.includes(word) ? [index] : []))
}

/** Octets that no packing makes shorter. */
const body = (octets: number, marker: Buffer) =>
  Buffer.concat([Buffer.from('Subject: [...]\r\n\r\n'), randomBytes(octets), marker, randomBytes(octets)])

test('after an account was deleted the next start leaves no trace of it in the file, and all of the others', async (context) => {
  const folder = await newFolder(context)
  const store = await open(folder)
  const [small, large, shared] = [randomBytes(24), randomBytes(24), randomBytes(24)]
  const words = ['parting@example.org', 'hash-of-hers', '/private/hers', small, large, shared]
  const others = [await newAccount(store, 'staying@example.org')]
  for (let i = 0; i < 20; i++) others.push(await newAccount(store, `user${i}@example.org`))
  const { account } = await store.createAccount('parting@example.org', 'hash-of-hers', 20_000)
  await store.setMetadata(account.id, '', '/private/hers', 'x')
  for (let i = 0; i < 10; i++) {
    await deliverTo(store, [account], body(1000 + i, small))
    await deliverTo(store, [others[i]!], body(1200, randomBytes(24)))
  }
  await deliverTo(store, [account], body(200_000, large))
  const kept = body(150_000, shared)
  await deliverTo(store, [account, others[0]!], kept)
  assert.deepEqual(await found(folder, words), [0, 1, 2, 3, 4, 5], 'the search finds what is there')
  await store.deleteAccount(account.id)
  await store.swept()
  await store.close()
  assert.notDeepEqual(await found(folder, words), [5], 'pages that are free keep what they held')
  const before = await audit(folder)

  const after = await open(folder)
  assert.deepEqual(await found(folder, words), [5], 'what others got stays')
  assert.deepEqual(await readdir(folder), ['data.mdb', 'lock.mdb'])
  assert.ok(bytesOf(after, after.listMessages(inbox(after, others[0]!).id).at(-1)!).equals(kept))
  const next = await newAccount(after, 'next@example.org')
  assert.ok(next.id > account.id, 'numbers do not come back')
  await deliverTo(after, [others[0]!])
  await after.close()
  assert.deepEqual(await audit(folder), {
    accounts: before.accounts + 1,
    messages: before.messages + 1,
    contents: before.contents + 1,
    litter: 0,
  })
})

test('what an interrupted rewrite left is in nobody’s way', async (context) => {
  const folder = await newFolder(context)
  const store = await open(folder)
  const account = await newAccount(store, 'parting@example.org')
  await newAccount(store, 'staying@example.org')
  await store.deleteAccount(account.id)
  await store.close()
  await mkdir(join(folder, 'rewrite'))
  await writeFile(join(folder, 'rewrite', 'data.mdb'), randomBytes(10_000))
  const after = await open(folder)
  assert.equal(after.countAccounts(), 1)
  assert.deepEqual(await found(folder, ['parting@example.org']), [])
  await after.close()
  const unchanged = await readFile(join(folder, 'data.mdb'))
  await (await open(folder)).close()
  assert.equal((await readFile(join(folder, 'data.mdb'))).length, unchanged.length, 'once is enough')
})

test('a database that is too large to be written anew at a start is used as it is', async (context) => {
  const folder = await newFolder(context)
  const store = await open(folder)
  const parting = await newAccount(store, 'parting@example.org')
  const staying = await newAccount(store, 'staying@example.org')
  for (let i = 0; i < 20; i++) await deliverTo(store, [staying], body(50_000, randomBytes(8)))
  await store.deleteAccount(parting.id)
  await store.close()
  const after = await open(folder, 1_000_000)
  assert.equal(inbox(after, staying).messages, 20)
  assert.deepEqual(await readdir(folder), ['data.mdb', 'lock.mdb'])
  await after.close()
})
