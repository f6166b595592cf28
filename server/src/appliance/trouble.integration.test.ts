import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../clock.ts'
import { silentLog } from '../log/log.ts'
import { openBox } from './box.ts'
import { emptyPreset } from './preset.ts'
import { startApp } from './start-app.ts'

const finished = {
  version: 1,
  suggestion: '_nest',
  state: {
    language: 'en',
    step: 'review',
    phase: 'done',
    domain: { kind: 'name', name: '_nest' },
    access: 'open',
    joinUrl: 'http://127.0.0.1/join',
  },
}

test('a box that lost its data partition says so, and lets nobody set it up', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'roost-lost-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  const box = await openBox({
    version: '1.2.3',
    hostname: 'nest',
    data: join(root, 'data'),
    run: root,
    preset: emptyPreset,
    dataLost: true,
    httpPort: 0,
    overrides: [],
    log: silentLog,
    clock: systemClock,
    random: randomBytes,
    startMail: () => assert.fail('there is nothing to start'),
    addresses: () => ['127.0.0.1'],
  })
  t.after(() => box.stop())
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${box.port}${path}`, { headers: { 'accept-language': 'de' } })
  const page = await ask('/')
  assert.equal(page.status, 503)
  assert.match(await page.text(), /Die Karte ist nicht lesbar/)
  assert.equal((await ask('/setup/api/state')).status, 503)
  assert.equal((await ask('/setup/assets/app.css')).status, 200)
})

test('the command learns of the loss from a file, and shows no setup code', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'roost-lost-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  await mkdir(join(root, 'run'))
  await writeFile(join(root, 'data-lost'), '')
  const folders = { data: join(root, 'data'), run: join(root, 'run'), 'data-lost': join(root, 'data-lost') }
  const words = Object.entries({ ...folders, 'http-port': '0' }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ])
  const main = join(import.meta.dirname, '../main.ts')
  const box = spawn(process.execPath, [main, 'appliance', ...words], { stdio: 'ignore' })
  t.after(() => box.kill('SIGKILL'))
  let banner = ''
  for (let tries = 0; tries < 300 && banner === ''; tries++) {
    await delay(50)
    banner = await readFile(join(root, 'run/banner'), 'utf8').catch(() => '')
  }
  assert.match(banner, /accounts and messages cannot be\s+read/)
  assert.doesNotMatch(banner, /Setup code/)
})

test('a finished box whose server cannot start says why on its page and screen, and heals by itself', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'roost-trouble-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  await mkdir(join(root, 'data'))
  await writeFile(join(root, 'data/setup.json'), JSON.stringify(finished))
  const thief = createServer()
  await new Promise<void>((resolve) => thief.listen(0, '::', resolve))
  const { port } = thief.address() as AddressInfo

  const off = ['https', 'imap', 'submissions', 'submission'].map((name) => `ports.${name}=0`)
  const box = await openBox({
    version: '1.2.3',
    hostname: 'nest',
    data: join(root, 'data'),
    run: root,
    preset: emptyPreset,
    httpPort: 0,
    overrides: [...off, `ports.imaps=${port}`],
    log: silentLog,
    clock: systemClock,
    random: randomBytes,
    startMail: (config) => startApp(config, silentLog),
    addresses: () => ['127.0.0.1'],
    lookMs: 50,
    retryMs: 200,
  })
  t.after(() => box.stop())
  const look = (language: string) =>
    fetch(`http://127.0.0.1:${box.port}/`, { headers: { 'accept-language': language } })

  /** Looks until the page shows what is wanted. */
  async function page(language: string, pattern: RegExp): Promise<Response> {
    for (let tries = 0; tries < 100; tries++) {
      const response = await look(language)
      if (pattern.test(await response.text())) return response
      await delay(50)
    }
    assert.fail(`the page never showed ${pattern}`)
  }

  async function screenShows(pattern: RegExp): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      if (pattern.test(await readFile(join(root, 'banner'), 'utf8').catch(() => ''))) return
      await delay(50)
    }
    assert.fail(`the screen never showed ${pattern}`)
  }

  const trouble = await page('de', new RegExp(`startet nicht[\\s\\S]*port ${port} \\(ports.imaps\\) is used`))
  assert.equal(trouble.status, 503)
  assert.ok(trouble.headers.get('retry-after'))
  await screenShows(/does not start:\s[\s\S]*is used/)
  const setup = await fetch(`http://127.0.0.1:${box.port}/setup/api/state`)
  assert.equal(((await setup.json()) as { phase: string }).phase, 'done')

  await new Promise((resolve) => thief.close(resolve))
  assert.equal((await page('en', /the chat server of this house/)).status, 200)
  await screenShows(/is running/)
})
