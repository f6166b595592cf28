import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import type { App } from '../app.ts'
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
    joinUrl: 'http://192.0.2.10/join',
  },
}

test('the certificate follows the address of the box: same key, and nobody is disconnected', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'roost-address-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  await mkdir(join(root, 'data'))
  await writeFile(join(root, 'data/setup.json'), JSON.stringify(finished))
  let addresses: string[] = []
  let app: App | undefined
  const sockets: TLSSocket[] = []
  t.after(() => sockets.forEach((socket) => void socket.destroy()))
  const box = await openBox({
    version: '1.2.3',
    hostname: 'nest',
    data: join(root, 'data'),
    run: root,
    preset: emptyPreset,
    httpPort: 0,
    overrides: [],
    log: silentLog,
    clock: systemClock,
    random: randomBytes,
    startMail: async (config) => {
      const mail = await startApp(config, silentLog, true)
      app = mail.app
      return mail
    },
    addresses: () => addresses,
    lookMs: 20,
  })
  t.after(() => box.stop())

  async function certificate(
    pattern: RegExp,
  ): Promise<{ socket: TLSSocket; found: DetailedPeerCertificate }> {
    for (let tries = 0; tries < 200; tries++) {
      await delay(50)
      if (app?.ports.imaps === undefined) continue
      const socket = connect({ host: '127.0.0.1', port: app.ports.imaps, rejectUnauthorized: false })
      sockets.push(socket)
      await once(socket, 'secureConnect')
      const found = socket.getPeerCertificate(true)
      if (pattern.test(found.subjectaltname ?? '')) return { socket, found }
      socket.destroy()
    }
    assert.fail(`no certificate has ${pattern}`)
  }

  const before = await certificate(/DNS:nest\.local/)
  assert.doesNotMatch(before.found.subjectaltname!, /192\.0\.2/)
  addresses = ['192.0.2.10']
  const first = await certificate(/IP Address:192\.0\.2\.10/)
  addresses = ['192.0.2.77']
  const second = await certificate(/IP Address:192\.0\.2\.77/)
  assert.doesNotMatch(second.found.subjectaltname!, /192\.0\.2\.10/)
  assert.deepEqual(second.found.pubkey, before.found.pubkey)
  // The cable is pulled: there is nothing better to say than what was known last.
  addresses = []
  await delay(100)
  await certificate(/IP Address:192\.0\.2\.77/)

  first.socket.write('a NOOP\r\n')
  let heard = ''
  first.socket.on('data', (chunk) => {
    heard += chunk
  })
  for (let tries = 0; tries < 100 && !heard.includes('a OK'); tries++) await delay(20)
  assert.match(heard, /a OK/)
})
