import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fetchAll, Vanished } from './fetch.ts'
import type { Lock, LockedPackage } from './lock.ts'
import { obtain, replaceSuite } from './obtain.ts'

const body = Buffer.from('a package')
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const entry = (name: string, suite = 'trixie', version = '1'): LockedPackage => ({
  name,
  version,
  architecture: 'arm64',
  suite,
  path: `pool/main/${name}_${version}.deb`,
  size: body.length,
  sha256: sha256(body),
})

/** A mirror that serves what is in `files`, and a fresh cache. */
async function setUp(t: TestContext, files: Record<string, Buffer>) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    const content = files[decodeURIComponent(request.url!)]
    response.writeHead(content ? 200 : 404).end(content)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const cache = await mkdtemp(join(tmpdir(), 'roost-fetch-'))
  t.after(async () => {
    server.close()
    await rm(cache, { recursive: true })
  })
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { asked, cache, mirror: { debian: `${base}/debian`, 'debian-security': `${base}/debian-security` } }
}

test('files are fetched once, from the root their suite belongs to', async (t) => {
  const { asked, cache, mirror } = await setUp(t, {
    '/debian/pool/main/libstdc++_1.deb': body,
    '/debian-security/pool/main/kmod_1.deb': body,
  })
  const entries = [entry('libstdc++'), entry('kmod', 'trixie-security')]
  const paths = await fetchAll(entries, { cache, mirror })
  assert.deepEqual(await readFile(paths.get('kmod')!), body)
  await fetchAll(entries, { cache, mirror })
  assert.equal(asked.length, 2)
})

test('a damaged file in the cache is fetched again', async (t) => {
  const { asked, cache, mirror } = await setUp(t, { '/debian/pool/main/kmod_1.deb': body })
  const path = (await fetchAll([entry('kmod')], { cache, mirror })).get('kmod')!
  await writeFile(path, Buffer.from('b package'))
  await fetchAll([entry('kmod')], { cache, mirror })
  assert.deepEqual(await readFile(path), body)
  assert.equal(asked.length, 2)
})

for (const [what, content, message] of [
  ['another content', Buffer.from('b package'), /does not have the locked SHA-256/],
  ['too few bytes', Buffer.from('a'), /has 1 bytes, the lock says 9/],
  ['too many bytes', Buffer.from('a package and more'), /longer than the locked 9 bytes/],
] as const) {
  test(`${what}: refused, and nothing stays in the cache`, async (t) => {
    const { cache, mirror } = await setUp(t, { '/debian/pool/main/kmod_1.deb': content })
    await assert.rejects(fetchAll([entry('kmod')], { cache, mirror }), message)
    assert.deepEqual(await readdir(cache), [])
  })
}

test('a vanished file: the successor of its suite is taken and said, or with `locked` the remedy', async (t) => {
  const { cache, mirror } = await setUp(t, {
    '/debian/pool/main/kmod_1.deb': body,
    '/debian/pool/main/linux-image-8_2.deb': body,
  })
  const lock: Lock = {
    architecture: 'arm64',
    epoch: 1,
    packages: [entry('kmod'), entry('linux-image-7', 'trixie-backports')],
  }
  const fresh = [entry('kmod', 'trixie', '9'), entry('linux-image-8', 'trixie-backports', '2')]
  const said: string[] = []
  const options = { cache, mirror, say: (text: string) => said.push(text), resolve: async () => fresh }
  await assert.rejects(fetchAll(lock.packages, { cache, mirror }), Vanished)
  await assert.rejects(
    obtain(lock, { ...options, locked: true }),
    /linux-image-7 1 is no longer.*--update-lock/,
  )

  const { debs, used } = await obtain(lock, { ...options, locked: false })
  assert.deepEqual([...debs.keys()].sort(), ['kmod', 'linux-image-8'])
  assert.deepEqual(used.packages.map((row) => `${row.name} ${row.version}`).sort(), [
    'kmod 1',
    'linux-image-8 2',
  ])
  assert.match(said.join('\n'), /linux-image-7 1 is no longer on the mirror.*linux-image-8: new, 2/s)
})

test('a replaced suite leaves the others alone', () => {
  const lock = { architecture: 'arm64', epoch: 1, packages: [entry('a'), entry('b', 'forky')] }
  const used = replaceSuite(lock, [entry('a', 'trixie', '2'), entry('b', 'forky', '2')], 'forky')
  assert.deepEqual(
    used.packages.map((row) => row.version),
    ['1', '2'],
  )
})

test('a mirror that nobody serves is named with the remedy', async (t) => {
  const { cache } = await setUp(t, {})
  const mirror = {
    debian: 'http://127.0.0.1:9/debian',
    'debian-security': 'http://127.0.0.1:9/debian-security',
  }
  await assert.rejects(
    fetchAll([entry('a')], { mirror, cache }),
    /mirror cannot be reached .*; check the network, or name another by --mirror/,
  )
})
