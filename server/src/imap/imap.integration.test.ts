import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import { ImapFlow } from 'imapflow'
import { createKey, issueSelfSigned } from '../certificate/self-signed.ts'
import { createTls } from '../listen/tls.ts'
import { imapTimers } from './limits.ts'
import { Client } from './testing/client.ts'
import { PASSWORD, startTestImap, type TestImap } from './testing/server.ts'

const USER = 'ac1@_roost.test'
const mail = 'From: Ann <a@b>\r\nTo: c@d\r\nSubject: hello\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n'

const key = createKey()
const cert = await issueSelfSigned(key, { dns: ['_roost.test'], ip: ['127.0.0.1'] })
const tls = createTls({ cert, key })

const dial = async (server: TestImap): Promise<Socket> => {
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

test('imapflow walks through a mailbox over STARTTLS', async () => {
  await using server = await startTestImap({ secure: false, deps: { tls } })
  const flow = new ImapFlow({
    host: '127.0.0.1',
    port: server.port,
    secure: false,
    doSTARTTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: USER, pass: PASSWORD },
    logger: false,
  })
  await flow.connect()
  assert.equal(flow.secureConnection, true)
  const lock = await flow.getMailboxLock('INBOX')
  const appended = await flow.append('INBOX', mail, ['\\Seen', '$keyword'], new Date('2026-01-05T10:00:00Z'))
  assert.equal(appended ? appended.uid : 0, 1)
  const arrived = once(flow, 'exists')
  await server.deliver(USER, mail)
  await flow.noop()
  await arrived

  const message = await flow.fetchOne('1', {
    envelope: true,
    bodyStructure: true,
    flags: true,
    internalDate: true,
    size: true,
    source: true,
    uid: true,
  })
  assert.ok(message)
  assert.equal(message.envelope?.subject, 'hello')
  assert.equal(message.envelope?.from?.[0]?.address, 'a@b')
  assert.equal(message.bodyStructure?.type, 'text/plain')
  assert.deepEqual([...message.flags!].sort(), ['$keyword', '\\Seen'])
  assert.equal(new Date(message.internalDate!).toISOString(), '2026-01-05T10:00:00.000Z')
  assert.equal(message.source?.toString(), mail)
  assert.deepEqual(await flow.search({ seen: true }), [1])
  assert.deepEqual(await flow.search({ subject: 'hello', since: new Date('2020-01-01') }), [1, 2])
  await flow.mailboxCreate('Archiv/Ärger')
  assert.deepEqual((await flow.list()).map((box) => box.path).sort(), ['Archiv', 'Archiv/Ärger', 'INBOX'])
  await flow.messageFlagsAdd('2', ['\\Flagged'])
  const copied = await flow.messageCopy('1:2', 'Archiv')
  assert.equal(copied ? copied.uidMap?.size : 0, 2)
  const moved = await flow.messageMove('2', 'Archiv/Ärger')
  assert.equal(moved ? moved.destination : '', 'Archiv/Ärger')
  await flow.messageDelete('1')
  const status = await flow.status('Archiv', { messages: true, unseen: true, uidNext: true })
  assert.deepEqual(status && [status.messages, status.unseen, status.uidNext], [2, 1, 3])
  const quota = await flow.getQuota('INBOX')
  assert.equal(quota ? quota.storage?.limit : 0, 524_288_000)
  lock.release()

  const idling = await flow.getMailboxLock('INBOX')
  idling.release()
  const idle = flow.idle()
  const told = once(flow, 'exists')
  // Repeated, because the client gives no sign of having begun to idle.
  const timer = setInterval(() => void server.deliver(USER, mail), 50)
  const [event] = await told
  clearInterval(timer)
  assert.ok(event.count >= 1)
  await flow.noop()
  await idle
  await flow.logout()
})

/** The metadata conversation of the chatmail relays: bare LF, a space before the parenthesis, literals in replies. */
const metadata = `
import socket, sys
f = socket.create_connection(('127.0.0.1', int(sys.argv[1]))).makefile('rwb')
def say(*lines):
    for line in lines: f.write(line.encode() + b'\\n')
    f.flush()
def get(): return f.readline().decode().strip()
assert get().startswith('* OK')
say('a LOGIN ${USER} "${PASSWORD}"'); assert get().startswith('a OK [CAPABILITY ')
say('a01 SETMETADATA INBOX (/private/devicetoken "1111" )'); assert get() == 'a01 OK Setmetadata completed'
say('a02 GETMETADATA INBOX /private/devicetoken'); assert get()[:1] == '*'; assert get() == '1111)'; assert 'Getmetadata completed' in get()
say('a03 SETMETADATA INBOX (/private/devicetoken "2222" )'); assert get() == 'a03 OK Setmetadata completed'
say('a04 GETMETADATA INBOX /private/devicetoken'); assert get()[:1] == '*'; assert get() == '1111 2222)'; assert 'Getmetadata completed' in get()
say('a05 GETMETADATA "" /shared/vendor/deltachat/appversions'); assert get()[:1] == '*'; assert get() == '{"clients":[]})'; assert 'Getmetadata completed' in get()
`

/** The standard library's client, asking capabilities before login as relay tests do. */
const imaplib = `
import imaplib, sys, threading
port = int(sys.argv[1])
m = imaplib.IMAP4('127.0.0.1', port)
assert 'XCHATMAIL' in m.capabilities and 'XDELTAPUSH' in m.capabilities, m.capabilities
assert m.login('${USER}', '${PASSWORD}')[0] == 'OK'
try:
    imaplib.IMAP4('127.0.0.1', port).login('${USER}', 'admin'); assert False
except imaplib.IMAP4.error as e:
    assert 'AUTHENTICATIONFAILED' in str(e) and 'uthentication' in str(e)
assert m.append('INBOX', r'(\\Seen)', None, b'Subject: x\\r\\n\\r\\nbody')[0] == 'OK'
assert m.select() == ('OK', [b'1'])
assert m.fetch('1', '(UID FLAGS RFC822)')[1][0][1] == b'Subject: x\\r\\n\\r\\nbody'
assert m.getquotaroot('INBOX')[0] == 'OK'
assert m.store('1', '+FLAGS', r'(\\Deleted)')[0] == 'OK' and m.expunge() == ('OK', [b'1'])
assert m.create('a'), m.list()
def login(): 
    c = imaplib.IMAP4('127.0.0.1', port); c.login('ac2@_roost.test', '${PASSWORD}'); c.logout(); done.append(1)
done = []
threads = [threading.Thread(target=login) for _ in range(10)]
[t.start() for t in threads]; [t.join() for t in threads]
assert len(done) == 10
m.logout()
`

for (const [name, script] of [
  ['metadata the way relays are tested', metadata],
  ['python imaplib', imaplib],
] as const) {
  test(name, async () => {
    const serverMetadata = (entry: string): string | undefined =>
      entry === '/shared/vendor/deltachat/appversions' ? '{"clients":[]}' : undefined
    await using server = await startTestImap({ deps: { serverMetadata } })
    const python = spawn('python3', ['-c', script, String(server.port)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const [code] = await once(python, 'exit')
    assert.equal(code, 0)
  })
}

test('commands sent in the clear behind STARTTLS close the connection', async () => {
  await using server = await startTestImap({ secure: false, deps: { tls } })
  const client = new Client(await dial(server))
  await client.line()
  client.send(`a STARTTLS\r\nb LOGIN ${USER} "${PASSWORD}"\r\n`)
  const said = await client.toEnd()
  assert.doesNotMatch(said, /b OK|Logged in/)
  assert.equal(server.store.countAccounts(), 0)
})

test('after STARTTLS nothing said before counts', async () => {
  await using server = await startTestImap({ secure: false, deps: { tls } })
  const socket = await dial(server)
  const client = new Client(socket)
  await client.line()
  assert.match((await client.command('STARTTLS')).at(-1)!, /^a OK/)
  socket.removeAllListeners('data')
  const secured = connectTls({ socket, rejectUnauthorized: false })
  await once(secured, 'secureConnect')
  const inside = new Client(secured)
  const capabilities = (await inside.command('CAPABILITY'))[0]!
  assert.match(capabilities, /AUTH=PLAIN/)
  assert.doesNotMatch(capabilities, /STARTTLS|LOGINDISABLED/)
  assert.match((await inside.command('STARTTLS')).at(-1)!, /^a NO/)
  assert.match((await inside.command(`LOGIN ${USER} "${PASSWORD}"`)).at(-1)!, /^a OK/)
})

test('a reader that stops in the middle of 25 MiB costs a piece, not a message, and is cut off in time', async () => {
  await using server = await startTestImap()
  await server.store.createAccount(USER, '-', 1)
  const size = 25 * 1024 * 1024
  await server.deliver(USER, Buffer.concat([Buffer.from('Subject: big\r\n\r\n'), Buffer.alloc(size, 'x')]))
  const socket = await dial(server)
  const client = new Client(socket)
  await client.line()
  await client.command(`LOGIN ${USER} "${PASSWORD}"`)
  await client.command('SELECT INBOX')
  socket.pause()
  const before = process.memoryUsage().arrayBuffers
  client.send('a FETCH 1 BODY.PEEK[]\r\n')
  await new Promise((resolve) => setTimeout(resolve, 300))
  const held = process.memoryUsage().arrayBuffers - before
  assert.ok(held < 4 * 1024 * 1024, `${held} octets held for a reader that does not read`)
  for (let second = 0; second < imapTimers.write + 2; second++) server.wheel.tick()
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(server.imap.connections, 0)
})

test('a client that asks and never reads is not served on credit', async () => {
  await using server = await startTestImap()
  const socket = await dial(server)
  const client = new Client(socket)
  await client.line()
  await client.command(`LOGIN ${USER} "${PASSWORD}"`)
  socket.pause()
  const before = process.memoryUsage().arrayBuffers
  // 3 MB of questions, 50 MB of answers.
  const questions = Buffer.from('a CAPABILITY\r\n'.repeat(200_000))
  for (let at = 0; at < questions.length; at += 65_536) client.send(questions.subarray(at, at + 65_536))
  await new Promise((resolve) => setTimeout(resolve, 300))
  const held = process.memoryUsage().arrayBuffers - before - questions.length
  assert.ok(held < 4 * 1024 * 1024, `${held} octets of answers held`)
  for (let second = 0; second < imapTimers.write + 2; second++) server.wheel.tick()
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(server.imap.connections, 0)
})

test('a client that hangs up after its last command gets every answer', async () => {
  await using server = await startTestImap()
  const socket = await dial(server)
  const client = new Client(socket)
  socket.end(`a LOGIN ${USER} "${PASSWORD}"\r\nb SELECT INBOX\r\nc STATUS INBOX (MESSAGES)\r\n`)
  assert.match(await client.toEnd(), /c OK Status completed\r\n$/)
})

test('25 MiB arrive whole, while others are served', async () => {
  await using server = await startTestImap()
  await server.store.createAccount(USER, '-', 1)
  const body = Buffer.alloc(25 * 1024 * 1024)
  for (let at = 0; at < body.length; at += 4) body.writeUInt32LE((at % 0xfffffe) + 0x01010101, at)
  await server.deliver(USER, body)
  const socket = await dial(server)
  const other = new Client(await dial(server))
  await other.line()
  const pieces: Buffer[] = []
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  socket.write(
    `a LOGIN ${USER} "${PASSWORD}"\r\nb SELECT INBOX\r\nc UID FETCH 1 (UID BODY.PEEK[])\r\nd LOGOUT\r\n`,
  )
  const ended = once(socket, 'end')
  for (let asked = 0; asked < 20; asked++)
    assert.deepEqual(await other.command('NOOP'), ['a OK NOOP completed'])
  await ended
  const received = Buffer.concat(pieces)
  const announced = `* 1 FETCH (UID 1 BODY[] {${body.length}}\r\n`
  const at = received.indexOf(announced) + announced.length
  assert.ok(received.subarray(at, at + body.length).equals(body))
  assert.match(
    received.subarray(at + body.length).toString(),
    /^\)\r\nc OK Fetch completed\r\n\* BYE Logging out\r\nd OK/,
  )
})

test('thousands of pipelined commands are answered in order', async () => {
  await using server = await startTestImap()
  const socket = await dial(server)
  const client = new Client(socket)
  await client.line()
  await client.command(`LOGIN ${USER} "${PASSWORD}"`)
  const commands = 5000
  client.send('n NOOP\r\n'.repeat(commands))
  for (let read = 0; read < commands; read++) assert.equal(await client.line(), 'n OK NOOP completed')
})

test('the server says good-bye when it stops', async () => {
  await using server = await startTestImap()
  const idle = new Client(await dial(server))
  await idle.line()
  await idle.command(`LOGIN ${USER} "${PASSWORD}"`)
  await idle.command('SELECT INBOX')
  idle.send('i IDLE\r\n')
  assert.equal(await idle.line(), '+ idling')
  const closed = server.imap.close(2000)
  assert.equal(await idle.toEnd(), '* BYE The server is going down\r\n')
  await closed
  assert.equal(server.imap.connections, 0)
  assert.equal(server.notifier.size, 0)
  assert.equal(server.wheel.size, 0)
})

test('keepalive: still here every two minutes, and quiet changes with it', async () => {
  await using server = await startTestImap()
  await server.store.createAccount(USER, '-', 1)
  await server.deliver(USER, mail)
  const idle = new Client(await dial(server))
  await idle.line()
  await idle.command(`LOGIN ${USER} "${PASSWORD}"`)
  await idle.command('SELECT INBOX')
  idle.send('i IDLE\r\n')
  await idle.line()
  const twoMinutes = (): void => {
    for (let second = 0; second < imapTimers.keepalive + 1; second++) server.wheel.tick()
  }
  twoMinutes()
  assert.equal(await idle.line(), '* OK Still here')
  const mailbox = server.store.findMailbox(1, 'INBOX')!
  await server.store.setFlags(mailbox.id, [{ uid: 1, flags: 1, keywords: [] }])
  twoMinutes()
  assert.equal(await idle.line(), '* 1 FETCH (UID 1 FLAGS (\\Seen))')
  for (let hour = 0; hour < 30; hour++) {
    twoMinutes()
    assert.equal(await idle.line(), '* OK Still here')
  }
  idle.close()
})
