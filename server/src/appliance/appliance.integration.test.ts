import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

const main = join(import.meta.dirname, '../main.ts')

interface Folders {
  readonly data: string
  readonly run: string
  readonly avahi: string
  readonly preseed: string
}

async function makeFolders(context: TestContext, preseed: object): Promise<Folders> {
  const root = await mkdtemp(join(tmpdir(), 'roost-box-'))
  context.after(() => rm(root, { recursive: true, force: true }))
  const folders = {
    data: join(root, 'data'),
    run: join(root, 'run'),
    avahi: join(root, 'avahi'),
    preseed: join(root, 'preseed.json'),
  }
  await mkdir(folders.run)
  await mkdir(folders.avahi)
  await writeFile(folders.preseed, JSON.stringify(preseed))
  return folders
}

/** One boot of the box, as a process of its own. */
class Boot {
  readonly process: ChildProcess
  readonly folders: Folders
  log = ''

  constructor(context: TestContext, folders: Folders) {
    this.folders = folders
    const { data, run, avahi, preseed } = folders
    const options = ['--data', data, '--run', run, '--avahi', avahi, '--preseed', preseed]
    this.process = spawn(process.execPath, [main, 'appliance', ...options, '--http-port', '0', '--any-port'])
    const collect = (chunk: Buffer) => {
      this.log += chunk
    }
    this.process.stdout?.on('data', collect)
    this.process.stderr?.on('data', collect)
    context.after(() => this.process.kill('SIGKILL'))
  }

  /** The banner once it matches. */
  async banner(pattern: RegExp): Promise<string> {
    for (let tries = 0; tries < 300; tries++) {
      const text = await readFile(join(this.folders.run, 'banner'), 'utf8').catch(() => '')
      if (pattern.test(text)) return text
      if (this.process.exitCode !== null) break
      await delay(50)
    }
    assert.fail(`the screen never showed ${pattern}\n${this.log}`)
  }

  /** Waits until port 80 answers, whatever number it has. */
  async origin(): Promise<string> {
    const url = /http:\/\/(?:\[[^\]]+\]|[^\s:/]+):(\d+)\//
    const port = url.exec(await this.banner(url))?.[1]
    return `http://127.0.0.1:${port}`
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const ended = once(this.process, 'exit')
    this.process.kill(signal)
    await rm(join(this.folders.run, 'banner'), { force: true })
    const [code] = await ended
    return code
  }
}

async function call(origin: string, path: string, cookie: string, body?: object) {
  const response = await fetch(`${origin}/setup/api/${path}`, {
    headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
  const set = response.headers.get('set-cookie')?.split(';')[0]
  // biome-ignore lint/suspicious/noExplicitAny: the test looks into any reply.
  return { status: response.status, json: (await response.json()) as any, cookie: set ?? cookie }
}

async function until(origin: string, phase: string) {
  for (let tries = 0; tries < 300; tries++) {
    const { json } = await call(origin, 'state', '')
    if (json.phase === phase) return json
    await delay(50)
  }
  assert.fail(`never ${phase}`)
}

test('from power-on to the join page with the real server, with the power cut between all steps', async (t) => {
  const folders = await makeFolders(t, {
    errors: [{ file: 'roost.toml', line: 9, message: 'unknown key "colour"' }],
    settings: { hostname: 'nest', domain: '_roost.test', 'limits.burst': 33 },
  })

  let boot = new Boot(t, folders)
  const screen = await boot.banner(/Setup code: /)
  assert.match(screen, /http:\/\/nest\.local:\d+\//)
  assert.match(screen, /! roost\.toml, line 9: unknown key "colour"/)
  assert.deepEqual(await readdir(folders.avahi), ['roost-setup.service'])
  const code = /Setup code: (\S+)/.exec(screen)?.[1] ?? ''
  assert.equal((await stat(join(folders.data, 'setup-code'))).mode & 0o777, 0o600)
  assert.equal((await stat(folders.data)).mode & 0o777, 0o700)
  let origin = await boot.origin()
  assert.equal((await call(origin, 'claim', '', { code: 'WRNGWRNG' })).status, 403)
  const { cookie, json } = await call(origin, 'claim', '', { code, language: 'de' })
  assert.equal(json.answers.suggestion, '_roost.test')
  await boot.banner(/Set-up has begun/)
  await boot.end('SIGKILL')

  boot = new Boot(t, folders)
  assert.match(await boot.banner(/Setup code: /), new RegExp(code), 'the code is the same after a power cut')
  origin = await boot.origin()
  const domain = { do: 'domain', domain: { kind: 'name', name: '_roost.test' } }
  assert.equal((await call(origin, 'answer', cookie, domain)).json.step, 'access')
  await boot.end('SIGKILL')

  boot = new Boot(t, folders)
  origin = await boot.origin()
  assert.equal((await call(origin, 'answer', cookie, { do: 'access', access: 'open' })).json.step, 'review')
  assert.equal((await call(origin, 'finish', cookie, {})).json.phase, 'starting')
  await boot.end('SIGKILL')

  boot = new Boot(t, folders)
  origin = await boot.origin()
  const done = await until(origin, 'done')
  assert.match(done.joinUrl, /^http:\/\/.+\/join$/)
  assert.equal(done.answers, undefined)
  assert.match(await boot.banner(/is running/), /Addresses end with @_roost\.test/)
  assert.equal((await call(origin, 'answer', cookie, { do: 'back' })).status, 410)
  assert.deepEqual(await readdir(folders.avahi), ['roost-serving.service'])
  assert.match(await readFile(join(folders.data, 'roost.toml'), 'utf8'), /burst = 33/)
  const page = await (await fetch(`${origin}/join`)).text()
  assert.match(page, /dclogin:[a-z0-9]{9}(@|%40)_roost\.test/i)
  assert.doesNotMatch(boot.log, new RegExp(`${code}|${cookie.split('=')[1]}`))
  assert.equal(await boot.end('SIGTERM'), 0)

  boot = new Boot(t, folders)
  origin = await boot.origin()
  await boot.banner(/is running/)
  assert.equal((await fetch(`${origin}/join`)).status, 200)
  assert.ok(!(await readdir(folders.data)).includes('setup-code'))
  assert.equal(await boot.end('SIGTERM'), 0)
})

test('a port that is taken ends in a sentence, on the screen as well', async (t) => {
  const folders = await makeFolders(t, { errors: [], settings: {} })
  const thief = createServer()
  await new Promise<void>((resolve) => thief.listen(0, '::', resolve))
  t.after(() => thief.close())
  const { port } = thief.address() as AddressInfo
  const { data, run } = folders
  const box = spawn(process.execPath, [
    main,
    'appliance',
    '--data',
    data,
    '--run',
    run,
    '--http-port',
    `${port}`,
  ])
  let words = ''
  box.stderr.on('data', (chunk: Buffer) => {
    words += chunk
  })
  const [exit] = await once(box, 'exit')
  assert.equal(exit, 1)
  assert.match(words, /used by another program/)
  assert.doesNotMatch(words, /\n {4}at /)
  assert.match(await readFile(join(run, 'banner'), 'utf8'), /does not start:[\s\S]*used\s+by another program/)
})

test('a code that the card chose is the code, and wrong usage is explained', async (t) => {
  const folders = await makeFolders(t, { errors: [], settings: { setup_code: 'HAPPYDOG' } })
  const boot = new Boot(t, folders)
  await boot.banner(/Setup code: HAPP-YDOG/)
  assert.equal((await call(await boot.origin(), 'claim', '', { code: 'happy dog' })).status, 200)
  assert.ok(!(await readdir(folders.data)).includes('setup-code'))

  const wrong = spawn(process.execPath, [main, 'appliance', '--data', folders.data])
  let words = ''
  wrong.stderr.on('data', (chunk: Buffer) => {
    words += chunk
  })
  const [exit] = await once(wrong, 'exit')
  assert.equal(exit, 2)
  assert.match(words, /--run FOLDER/)
})
