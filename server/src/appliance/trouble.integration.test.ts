import assert from 'node:assert/strict'
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
