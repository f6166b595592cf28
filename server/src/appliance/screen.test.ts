import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Announcement } from './avahi.ts'
import type { BannerView } from './banner.ts'
import { openScreen } from './screen.ts'

/** Waits until a file says what is wanted. */
async function shows(file: string, pattern: RegExp): Promise<void> {
  let text = ''
  for (let tries = 0; tries < 300; tries++) {
    text = await readFile(file, 'utf8').catch(() => '')
    if (pattern.test(text)) return
    await delay(10)
  }
  assert.match(text, pattern)
}

test('the screen follows addresses and state, writes only on change, and outlives a missing avahi', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'roost-screen-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  const avahi = join(root, 'avahi')
  let urls: string[] = []
  let announcement: Announcement = 'setup'
  const warnings: string[] = []
  const view = (): BannerView => ({
    version: '1.2.3',
    hostname: 'roost',
    urls,
    state: { kind: 'unclaimed', code: 'ACDE3467' },
    mistakes: [],
  })
  const screen = openScreen({
    run: root,
    avahi,
    log: { debug() {}, info() {}, warn: (event) => void warnings.push(event), error() {} },
    lookMs: 10,
    view,
    announcement: () => announcement,
    port: () => 80,
  })
  const banner = join(root, 'banner')
  await shows(banner, /plug in the network cable/)
  await delay(60)
  assert.deepEqual(warnings, ['appliance.screen'], 'said once, not at every look')
  const { ino, mode } = await stat(banner)
  assert.equal(mode & 0o777, 0o600)
  await delay(60)
  assert.equal((await stat(banner)).ino, ino, 'an unchanged screen is not written again')

  await mkdir(avahi)
  urls = ['http://10.0.0.7/']
  await shows(banner, /http:\/\/10\.0\.0\.7\//)
  await shows(join(avahi, 'roost-setup.service'), /<type>_roost-setup\._tcp<\/type>/)
  announcement = 'serving'
  await shows(join(avahi, 'roost-serving.service'), /<type>_http\._tcp<\/type>/)
  await screen.close()
  assert.deepEqual(await readdir(avahi), ['roost-serving.service'])
})
