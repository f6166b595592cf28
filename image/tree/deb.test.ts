import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Header, pack } from 'tar-stream'
import { dpkgStatus, layPackage } from './deb.ts'
import { Tree } from './tree.ts'

type Member = Partial<Header> & { readonly name: string; readonly content?: string }

const tarOf = async (members: readonly Member[]): Promise<Buffer> => {
  const stream = pack()
  for (const { content, ...header } of members) stream.entry(header, content ?? '')
  stream.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A real .deb with these members, as a hostile mirror could make it. */
async function debOf(t: TestContext, members: readonly Member[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'roost-deb-'))
  t.after(() => rm(folder, { recursive: true }))
  const control = await tarOf([{ name: './control', content: 'Package: x\nVersion: 1\n' }])
  const parts: [string, Buffer][] = [
    ['debian-binary', Buffer.from('2.0\n')],
    ['control.tar.gz', gzipSync(control)],
    ['data.tar.gz', gzipSync(await tarOf(members))],
  ]
  await writeFile(join(folder, 'x.deb'), arOf(parts))
  return join(folder, 'x.deb')
}

/** An ar(5) archive: the outer form of a .deb. */
const arOf = (parts: readonly [string, Buffer][]): Buffer =>
  Buffer.concat([
    Buffer.from('!<arch>\n'),
    ...parts.flatMap(([name, content]) => [
      Buffer.from(
        `${name.padEnd(16)}0           0     0     100644  ${String(content.length).padEnd(10)}\x60\n`,
      ),
      content,
      Buffer.alloc(content.length % 2, '\n'),
    ]),
  ])

test('files keep owner and permission, never set-uid or writing for the group', async (t) => {
  const deb = await debOf(t, [
    { name: './usr/bin/su', mode: 0o4775, uid: 0, gid: 42, content: 'su' },
    { name: './usr/bin/link', type: 'link', linkname: './usr/bin/su', mode: 0o4755 },
    { name: './bin/old', content: 'merged' },
    { name: './usr/share/doc/x', content: 'unwanted' },
  ])
  const tree = new Tree()
  await layPackage(deb, tree, (path) => !path.startsWith('usr/share/doc'))
  const su = tree.get('usr/bin/su')
  assert.ok(su?.kind === 'file')
  assert.deepEqual([su.mode, su.uid, su.gid], [0o755, 0, 42])
  assert.equal(tree.read('usr/bin/link').toString(), 'su')
  assert.equal(tree.read('usr/bin/old').toString(), 'merged')
  assert.equal(tree.has('usr/share/doc/x'), false)
})

for (const [what, member] of Object.entries<Member>({
  'a name that climbs out': { name: '../../etc/cron.d/evil', content: 'x' },
  'a device': { name: './dev/mem', type: 'character-device' },
  'a hard link to outside': { name: './usr/x', type: 'link', linkname: '../../etc/shadow' },
})) {
  test(`${what} is refused`, async (t) => {
    const deb = await debOf(t, [member])
    await assert.rejects(layPackage(deb, new Tree(), () => true))
  })
}

test('the package list is what dpkg would have written', () => {
  const text = dpkgStatus(['Package: b\nVersion: 2', 'Package: a\nVersion: 1'])
  assert.equal(
    text,
    'Package: a\nStatus: install ok installed\nVersion: 1\n\nPackage: b\nStatus: install ok installed\nVersion: 2\n',
  )
})
