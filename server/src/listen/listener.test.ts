import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import { createKey, issueSelfSigned } from '../certificate/self-signed.ts'
import type { Config } from '../config/config.ts'
import { defaultLimits } from '../config/limits.ts'
import { silentLog } from '../log/log.ts'
import type { Protocol } from './alpn.ts'
import { bind } from './bind.ts'
import type { ConnectionInfo } from './handler.ts'
import { createListener, type Listener } from './listener.ts'
import { createTls } from './tls.ts'

const key = createKey()
const cert = await issueSelfSigned(key, { dns: ['_roost.test'], ip: ['127.0.0.1'] })

const everyPort = { https: 1, http: 1, imaps: 1, imap: 1, submissions: 1, submission: 1, smtp: 0 }
const accepted: { protocol: Protocol; info: ConnectionInfo }[] = []

/** Says its name and what it knows, then echoes. */
const echo = (protocol: Protocol) => (socket: Socket | TLSSocket, info: ConnectionInfo) => {
  accepted.push({ protocol, info })
  socket.on('error', () => socket.destroy())
  socket.write(`${protocol} ${info.secure}\n`)
  socket.pipe(socket)
}
const accept = { imap: echo('imap'), submission: echo('submission'), web: echo('web') }

const listenerFor = (
  change: Partial<Pick<Config, 'listen' | 'limits' | 'ports'>> = {},
  handshakeMs = 2_000,
) =>
  createListener(
    { listen: ['127.0.0.1'], ports: everyPort, limits: defaultLimits, ...change },
    { tls: createTls({ cert, key }, handshakeMs), log: silentLog, accept },
    { anyPort: true },
  )

let listener: Listener
before(async () => {
  listener = listenerFor()
  await listener.start()
})
after(async () => {
  for (const socket of clients) socket.destroy()
  await listener.stop()
})

/** Every socket a test opened, so that one that fails leaves none behind. */
const clients = new Set<Socket>()
const kept = <S extends Socket>(socket: S): S => {
  clients.add(socket)
  return socket
}

const firstLine = async (socket: Socket): Promise<string> => {
  const [chunk] = (await once(socket, 'data')) as [Buffer]
  return chunk.toString().trim()
}
/** The end of a connection, by whichever way it comes. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.on('error', () => {})
    socket.once('close', () => resolve())
    socket.resume()
  })
const plain = (port: number) => kept(connect({ port, host: '127.0.0.1' }))
const secure = (port: number, options: ConnectionOptions = {}) =>
  kept(connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options }))

test('each port speaks its protocol, with TLS or without', async () => {
  for (const [name, open, expected] of [
    ['imaps', secure, 'imap true'],
    ['imap', plain, 'imap false'],
    ['submissions', secure, 'submission true'],
    ['submission', plain, 'submission false'],
    ['https', secure, 'web true'],
    ['http', plain, 'web false'],
  ] as const) {
    const socket = open(listener.ports[name]!)
    assert.equal(await firstLine(socket), expected, name)
    socket.destroy()
  }
  assert.equal(listener.ports.smtp, undefined)
})

test('443 goes by what the client asks for', async () => {
  for (const [alpn, expected] of [
    [['imap'], 'imap true'],
    [['smtp'], 'submission true'],
    [['h2', 'http/1.1'], 'web true'],
    [[], 'web true'],
  ] as const) {
    const socket = secure(listener.ports.https!, alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] })
    assert.equal(await firstLine(socket), expected)
    socket.destroy()
  }
})

test('443 ends the handshake of a client that wants only what we do not have (RFC 7301 section 3.2)', async () => {
  const socket = secure(listener.ports.https!, { ALPNProtocols: ['h2'] })
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  assert.match(error.message, /no application protocol/)
})

test('TLS 1.3 for those who can, 1.2 for those who must, nothing older', async () => {
  for (const [options, protocol] of [
    [{}, 'TLSv1.3'],
    [{ maxVersion: 'TLSv1.2' }, 'TLSv1.2'],
  ] as const) {
    const socket = secure(listener.ports.imaps!, options)
    await once(socket, 'secureConnect')
    assert.equal(socket.getProtocol(), protocol)
    socket.destroy()
  }
  const old = secure(listener.ports.imaps!, {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'ALL@SECLEVEL=0',
  })
  await once(old, 'error')
})

test('a ticket of one port resumes the session on another', async () => {
  const first = secure(listener.ports.imaps!)
  first.resume()
  const [session] = (await once(first, 'session')) as [Buffer]
  const second = secure(listener.ports.submissions!, { session })
  await once(second, 'secureConnect')
  assert.equal(second.isSessionReused(), true)
  first.destroy()
  second.destroy()
})

test('a new identity is used from the next handshake on', async () => {
  const tls = createTls({ cert, key })
  const other = await issueSelfSigned(key, { dns: ['other.test'], ip: [] })
  const server = await bind('imaps', '127.0.0.1', 0, (socket) => {
    void tls.upgrade(socket).then((secured) => secured.end('x'))
  })
  const { port } = server.address() as { port: number }
  const nameNow = async () => {
    const socket = secure(port)
    await firstLine(socket)
    const name = socket.getPeerCertificate().subject.CN
    socket.destroy()
    return name
  }
  assert.equal(await nameNow(), '_roost.test')
  tls.setIdentity({ cert: other, key })
  assert.equal(await nameNow(), 'other.test')
  server.close()
})

test('who never finishes the handshake is cut, and holds no place', async () => {
  const hasty = listenerFor({}, 100)
  await hasty.start()
  const silent = plain(hasty.ports.imaps!)
  const noise = plain(hasty.ports.imaps!)
  noise.write('GET / HTTP/1.1\r\n\r\n')
  await Promise.all([closed(silent), closed(noise)])
  assert.equal(hasty.count('imap'), 0)
  await hasty.stop()
})

test('places are counted per protocol over all its ports, refusals are polite, places come back', async () => {
  const small = listenerFor({ limits: { ...defaultLimits, imap_connections: 4, smtp_connections: 2 } })
  await small.start()
  // One address gets half.
  const first = plain(small.ports.imap!)
  const second = secure(small.ports.https!, { ALPNProtocols: ['imap'] })
  await Promise.all([firstLine(first), firstLine(second)])
  assert.equal(small.count('imap'), 2)
  assert.match(await firstLine(secure(small.ports.imaps!)), /^\* BYE \[UNAVAILABLE\] Too many/)
  assert.match(await firstLine(plain(small.ports.imap!)), /^\* BYE/)

  assert.equal(await firstLine(plain(small.ports.submission!)), 'submission false')
  assert.match(await firstLine(plain(small.ports.submission!)), /^421 4\.7\.0 Too many/)

  first.destroy()
  while (small.count('imap') > 1) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.equal(await firstLine(plain(small.ports.imap!)), 'imap false')
  second.destroy()
  await small.stop()
})

test('connections are numbered, and know nothing else', () => {
  const ids = accepted.map(({ info }) => info.id)
  assert.ok(ids.length > 8)
  assert.deepEqual(Object.keys(accepted[0]!.info).sort(), ['id', 'secure'])
})

test('several addresses share the port', async () => {
  const two = listenerFor({ listen: ['127.0.0.1', '127.0.0.2'] })
  await two.start()
  for (const host of ['127.0.0.1', '127.0.0.2']) {
    const socket = kept(connect({ host, port: two.ports.imap! }))
    assert.equal(await firstLine(socket), 'imap false')
    socket.destroy()
  }
  await two.stop()
})

test('0.0.0.0 beside :: does not quarrel', async () => {
  const both = listenerFor({ listen: ['0.0.0.0', '::'] })
  await both.start()
  for (const host of ['127.0.0.1', '::1']) {
    const socket = kept(connect({ host, port: both.ports.imap! }))
    assert.equal(await firstLine(socket), 'imap false')
    socket.destroy()
  }
  await both.stop()
})

test('a port that is taken: a sentence with the remedy, and nothing stays open', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const second = createListener(
    {
      listen: ['127.0.0.1'],
      ports: { ...everyPort, https: 0, http: 0, imap: port, imaps: 0 },
      limits: defaultLimits,
    },
    { tls: createTls({ cert, key }), log: silentLog, accept },
  )
  await assert.rejects(second.start(), {
    name: 'BindError',
    message: new RegExp(
      `port ${port} \\(ports\\.imap\\) is used by another program.*--set ports\\.imap=PORT`,
    ),
  })
  taken.close()
})

test('an address this machine does not have', async () => {
  await assert.rejects(
    bind('imap', '192.0.2.1', 0, () => {}),
    /this machine has no address 192\.0\.2\.1/,
  )
})
