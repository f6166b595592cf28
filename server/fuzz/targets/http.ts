import assert from 'node:assert/strict'
import { memoryStorage, testCode } from '../../../setup-wizard/server/test-wizard.ts'
import { createWizard } from '../../../setup-wizard/server/wizard.ts'
import { createHttp } from '../../src/listen/http.ts'
import { type Log, silentLog } from '../../src/log/log.ts'
import { suggestingAccounts, testConfig } from '../../src/web/testing.ts'
import { createWeb } from '../../src/web/web.ts'
import { checkHttpOutput } from '../grammar/http-response.ts'
import { type Language, mutated, pieces } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Opened, type Target } from '../target.ts'
import { openPort, type Port } from './conversation.ts'

const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: roost.local\r\n${more}\r\n`
const post = (path: string, body: string, more = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: roost.local\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`

const language: Language = {
  seeds: [
    ...['/', '/join', '/privacy', '/new', '/qr.svg', '/setup/', '/setup/api/state'].map((path) => get(path)),
    get('/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=a@b', 'Accept-Language: de;q=0.5, en\r\n'),
    get('/setup/%2e%2e/%2e%2e/etc/passwd', 'Cookie: a=b; roost=\xff\r\n'),
    post('/new', ''),
    post('/setup/api/claim', JSON.stringify({ code: testCode, language: 'en' })),
    post('/setup/api/answer', '{"do":"name","domain":"_x"}', 'Origin: http://roost.local\r\n'),
    post('/setup/api/finish', '{}', 'Sec-Fetch-Site: cross-site\r\n'),
    'POST /new HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n',
    'HEAD / HTTP/1.0\r\n\r\n',
  ],
  tokens: [
    ...[
      'GET ',
      'POST ',
      'PUT ',
      'CONNECT a:1 ',
      'TRACE ',
      'HTTP/1.1',
      'HTTP/9.9',
      '\r\n\r\n',
      '\r\n ',
      '\r\nHost: \r\n',
    ],
    ...[
      'Host: [::1]\r\n',
      'Host: evil"><script>\r\n',
      'Content-Length: -1\r\n',
      'Content-Length: 99999999\r\n',
    ],
    ...[
      'Transfer-Encoding: chunked\r\n',
      'Expect: 100-continue\r\n',
      'Upgrade: websocket\r\nConnection: Upgrade\r\n',
    ],
    ...[
      '%00',
      '%',
      '%ff%fe',
      '..',
      '//',
      '?',
      '#',
      '/%2f',
      'https://x/',
      '{"__proto__":{}}',
      '{"',
      '[[[[[[',
      'null',
    ],
    ...[
      '"code":',
      '"do":"claim"',
      'Accept-Language: *;q=9\r\n',
      'Content-Type: multipart/form-data\r\n',
      '\u00ff',
    ],
  ],
}

const LEAVE = Buffer.from('\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')

type Handler = Parameters<typeof createHttp>[0]

const opening = (
  name: string,
  create: (log: Log) => Promise<{ handler: Handler; close(): Promise<void> }>,
): Target => ({
  name,
  async open(): Promise<Opened> {
    const faults: string[] = []
    const log: Log = {
      ...silentLog,
      error: (event, fields) => void faults.push(`${event} ${fields?.error ?? ''}`),
    }
    const pages = await create(log)
    const http = createHttp(pages.handler, { headers: 500, request: 500, idle: 200 })
    const port = await openPort()
    port.accept = (socket) => http.handle(socket, { secure: false, id: 1 })
    return {
      tryOne: (random) => tryOne(port, faults, random),
      async close() {
        await http.close(0)
        await pages.close()
        await port.close()
      },
    }
  },
})

const tryOne = async (port: Port, faults: readonly string[], random: Random): Promise<void> => {
  const input = mutated(language, random)
  try {
    const { said, cut } = await port.talk([...pieces(input, random), LEAVE], { halfClose: true })
    if (!cut)
      for (const status of checkHttpOutput(said))
        assert.ok(status < 500 || status === 507, `status ${status}`)
    assert.deepEqual(faults, [])
  } catch (error) {
    throw new Input(input, error)
  }
}

/** The pages of the server, as if through TLS; every visitor comes a second after the one before. */
export const web = opening('web', async (log) => {
  let ms = 0
  const config = testConfig('_roost.test', { reachable: ['roost.local'] })
  const created = await createWeb({
    ...{ config, log },
    accounts: suggestingAccounts(config.domain),
    clock: { now: () => (ms += 1000) },
  })
  return {
    handler: (request, response) => {
      if (ms % 2000 === 0) Object.assign(request.socket, { encrypted: true })
      created.handler(request, response)
    },
    close: () => created.close(),
  }
})

/** The wizard of a box that nobody has set up yet. */
export const wizard = opening('wizard', async (log) => {
  let ms = 0
  return createWizard({
    box: { version: '1', hostname: 'roost', addresses: () => ['192.168.1.20'] },
    storage: memoryStorage(),
    setupCode: testCode,
    preseed: {},
    preseedErrors: [],
    clock: { now: () => (ms += 3_600_000) },
    random: (size) => new Uint8Array(size),
    log,
    assets: (name) => (name === 'index.html' ? Buffer.from('<!doctype html>') : undefined),
    start: async () => ({ joinUrl: 'http://192.168.1.20/join' }),
  })
})
