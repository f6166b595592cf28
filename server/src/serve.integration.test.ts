import assert from 'node:assert/strict'
import { once } from 'node:events'
import { truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { freshFolder, runRoost, startRoost } from './testing/binary.ts'
import { LineClient } from './testing/line-client.ts'

const kara = ['kara12345@_roost.test', 'a good password'] as const
const plainAuth = (user: string, password: string) => Buffer.from(`\0${user}\0${password}`).toString('base64')

test('every port answers in its protocol, 443 in all three', async (t) => {
  const roost = await startRoost(await freshFolder(t))
  t.after(() => roost.stop('SIGKILL'))
  const clients: LineClient[] = []
  const open = (client: LineClient) => {
    clients.push(client)
    return client
  }
  t.after(() => clients.forEach((client) => void client.destroy()))
  const imap = /^\* OK .*\r\n/
  const smtp = /^220 .*\r\n/
  const { imaps, imap: imapPlain, submissions, submission, https, http } = roost.ports
  await open(LineClient.secure(imaps)).expect(imap)
  await open(LineClient.plain(imapPlain)).expect(imap)
  await open(LineClient.secure(https, { ALPNProtocols: ['imap'] })).expect(imap)
  await open(LineClient.secure(submissions)).expect(smtp)
  await open(LineClient.plain(submission)).expect(smtp)
  await open(LineClient.secure(https, { ALPNProtocols: ['smtp'] })).expect(smtp)

  // As clients of the field write it: absolute form, and no ALPN.
  const web = open(LineClient.secure(https))
  const request = ['POST https://_roost.test/new HTTP/1.1', 'Host: _roost.test', 'Content-Length: 0', '', '']
  const answer = await web.ask(request.join('\r\n'), /"password":"[^"]+"/)
  assert.match(answer, /^HTTP\/1\.1 200 /)
  assert.match(answer, /"email":"[a-z0-9]{9}@_roost\.test"/)
  const plain = open(LineClient.plain(http))
  plain.send('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n')
  await plain.expect(/^HTTP\/1\.1 (200|301) /)
})

test('STARTTLS on 143 and 587, and no password before it', async (t) => {
  const roost = await startRoost(await freshFolder(t))
  t.after(() => roost.stop('SIGKILL'))
  const imap = LineClient.plain(roost.ports.imap)
  await imap.expect(/\* OK .*\r\n/)
  await imap.ask(`a LOGIN ${kara[0]} "${kara[1]}"`, /^a (NO|BAD) .*\r\n/m)
  await imap.ask('b STARTTLS', /^b OK .*\r\n/m)
  await imap.startTls()
  await imap.ask(`c LOGIN ${kara[0]} "${kara[1]}"`, /^c OK \[CAPABILITY .*XCHATMAIL.*\r\n/m)
  imap.destroy()

  const smtp = LineClient.plain(roost.ports.submission)
  await smtp.expect(/220 .*\r\n/)
  await smtp.ask('EHLO [127.0.0.1]', /250[ -]STARTTLS\r\n/)
  await smtp.ask(`AUTH PLAIN ${plainAuth(...kara)}`, /^5\d\d .*\r\n/m)
  await smtp.ask('STARTTLS', /220 .*\r\n/)
  await smtp.startTls()
  await smtp.ask('EHLO [127.0.0.1]', /250 .*\r\n/)
  await smtp.ask(`AUTH PLAIN ${plainAuth(...kara)}`, /235 .*\r\n/)
  smtp.destroy()
})

test('SIGTERM: good-bye on every connection, exit 0, ports closed; a second start finds all as it was', async (t) => {
  const data = await freshFolder(t)
  const first = await startRoost(data)
  t.after(() => first.stop('SIGKILL'))
  const idle = LineClient.secure(first.ports.imaps)
  await idle.expect(/\* OK/)
  const certificate = idle.certificate
  await idle.ask(`a LOGIN ${kara[0]} "${kara[1]}"`, /^a OK .*\r\n/m)
  await idle.ask('b SELECT INBOX', /^b OK .*\r\n/m)
  await idle.ask('c IDLE', /\+ .*\r\n/)
  const greeted = LineClient.secure(first.ports.imaps)
  await greeted.expect(/\* OK .*\r\n/)
  const smtp = LineClient.secure(first.ports.submissions)
  await smtp.expect(/220 .*\r\n/)

  const started = performance.now()
  const ended = first.stop('SIGTERM')
  await idle.expect(/^\* BYE /m)
  await greeted.expect(/^\* BYE /m)
  await smtp.expect(/^421 /m)
  assert.equal(await ended, 0)
  assert.ok(performance.now() - started < 5_000)
  await assert.rejects(LineClient.plain(first.ports.imap).expect(/./))

  const second = await startRoost(data)
  t.after(() => second.stop('SIGKILL'))
  const again = LineClient.secure(second.ports.imaps)
  await again.expect(/\* OK/)
  assert.deepEqual(again.certificate, certificate)
  await again.ask(`a LOGIN ${kara[0]} "not the password"`, /^a NO \[AUTHENTICATIONFAILED\] .*\r\n/m)
  await again.ask(`b LOGIN ${kara[0]} "${kara[1]}"`, /^b OK .*\r\n/m)
  again.destroy()
  assert.equal(await second.stop('SIGINT'), 0)
})

test('the log names no person and no address, whatever happens', async (t) => {
  const roost = await startRoost(await freshFolder(t), '--set', 'log.level=debug')
  t.after(() => roost.stop('SIGKILL'))
  const imap = LineClient.secure(roost.ports.imaps)
  await imap.expect(/\* OK/)
  await imap.ask(`a LOGIN ${kara[0]} "${kara[1]}"`, /^a OK .*\r\n/m)
  imap.destroy()
  const smtp = LineClient.secure(roost.ports.submissions)
  await smtp.expect(/220 .*\r\n/)
  await smtp.ask('EHLO [127.0.0.1]', /250 .*\r\n/)
  await smtp.ask(`AUTH PLAIN ${plainAuth(kara[0], 'wrong password')}`, /535 .*\r\n/)
  await smtp.ask(`AUTH PLAIN ${plainAuth(...kara)}`, /235 .*\r\n/)
  await smtp.ask('MAIL FROM:<someone@else.test>', /^\d\d\d .*\r\n/m)
  await smtp.ask('RCPT TO:<nobody99@_roost.test>', /^5\d\d .*\r\n/m)
  await smtp.ask('RSET', /250 .*\r\n/)
  await smtp.ask(`MAIL FROM:<${kara[0]}>`, /250 .*\r\n/)
  await smtp.ask('RCPT TO:<nobody99@_roost.test>', /^5\d\d .*\r\n/m)
  smtp.destroy()
  const noise = LineClient.plain(roost.ports.imaps)
  noise.send('no handshake')
  await noise.closed()
  assert.equal(await roost.stop(), 0)
  assert.match(roost.output, /accounts\.created/)
  assert.match(roost.output, /smtp\.login_refused/)
  assert.match(roost.output, /handshake\.failed/)
  assert.doesNotMatch(roost.output, /@|127\.0\.0|kara|someone|nobody|password"/)
})

test('a wrong configuration: every mistake with its place, exit 1, nothing started', async (t) => {
  const folder = await freshFolder(t)
  const file = join(folder, 'roost.toml')
  await writeFile(file, 'domain = "_roost.test"\nlissen = ["::"]\n\n[ports]\nimaps = 99999\n')
  for (const command of ['serve', 'check-config']) {
    const { code, err } = await runRoost(command, '--config', file)
    assert.equal(code, 1)
    assert.equal(
      err,
      `${file}:2:1: lissen: unknown key; did you mean listen?\n` +
        `${file}:5:1: ports.imaps: expected a whole number from 0 to 65535, not 99999\n`,
    )
  }
  await writeFile(file, 'domain = "_roost.test"\n')
  assert.deepEqual(await runRoost('check-config', '--config', file), {
    code: 0,
    out: 'The configuration for _roost.test is right.\n',
    err: '',
  })
  const missing = await runRoost('serve', '--config', join(folder, 'none.toml'))
  assert.deepEqual([missing.code, missing.err.includes('cannot be read (ENOENT)')], [1, true])
  const noCertificate = await runRoost('check-config', '--set', 'domain=example.org')
  assert.match(noCertificate.err, /example\.org needs a certificate\. Give its files/)
})

test('wrong usage: the remedy, exit 2', async () => {
  for (const [args, expected] of [
    [[], /roost serve +runs the mail server/],
    [['sevre'], /no command "sevre"\. Commands: serve, /],
    [['serve'], /--config FILE is missing/],
    [['serve', '--conf', 'x'], /--conf.*[\s\S]*--config FILE/],
  ] as const) {
    const { code, err } = await runRoost(...args)
    assert.equal(code, 2)
    assert.match(err, expected)
  }
  assert.match((await runRoost('--version')).out, /^roost \d+\.\d+\.\d+\n$/)
  assert.match((await runRoost('serve', '--help')).out, /--set KEY=VALUE/)
})

test('a port for other servers, which comes later: said at start, and the server runs', async (t) => {
  const roost = await startRoost(await freshFolder(t), '--set', 'ports.smtp=2525')
  t.after(() => roost.stop('SIGKILL'))
  assert.equal(await roost.stop(), 0)
  assert.match(
    roost.output,
    /^warn config\.without_effect key=ports\.smtp reason=".*nothing listens on this port"$/m,
  )
  const check = await runRoost('check-config', '--set', 'domain=_roost.test', '--set', 'ports.smtp=25')
  assert.equal(check.code, 0)
  assert.match(check.out, /^ports\.smtp has no effect: .*\nThe configuration for _roost\.test is right\.\n$/)
})

test('a damaged database: a sentence, exit 1, no stack', async (t) => {
  const data = await freshFolder(t)
  const first = await startRoost(data)
  assert.equal(await first.stop(), 0)
  await truncate(join(data, 'mail/data.mdb'), 16_384)
  const words = ['domain=_roost.test', `data=${data}`, 'listen=127.0.0.1']
  const { code, err } = await runRoost('serve', '--any-port', ...words.flatMap((word) => ['--set', word]))
  assert.equal(code, 1)
  assert.match(err, /^roost: .*data\.mdb is damaged.* put a backup in its place/m)
  assert.doesNotMatch(err, / at /)
})

test('a second server on the same data is refused before it touches anything', async (t) => {
  const data = await freshFolder(t)
  const first = await startRoost(data)
  t.after(() => first.stop('SIGKILL'))
  const words = ['domain=_roost.test', `data=${data}`, 'listen=127.0.0.1']
  const { code, err } = await runRoost('serve', '--any-port', ...words.flatMap((word) => ['--set', word]))
  assert.equal(code, 1)
  assert.match(err, /^roost: another Roost uses .* Stop it/)
  await first.stop('SIGKILL')
  const next = await startRoost(data)
  assert.equal(await next.stop(), 0)
})

test('a second signal ends it at once', async (t) => {
  const roost = await startRoost(await freshFolder(t))
  t.after(() => roost.stop('SIGKILL'))
  // A request that never ends holds the polite stop up.
  const slow = LineClient.plain(roost.ports.http)
  slow.send('GET / HTTP/1.1')
  await delay(200)
  process.kill(roost.pid, 'SIGTERM')
  await delay(500)
  const started = performance.now()
  assert.equal(await roost.stop('SIGINT'), 1)
  assert.ok(performance.now() - started < 3_000)
  await slow.closed()
})

test('a port that is taken: a sentence, exit 1', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  t.after(() => void taken.close())
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const off = ['https', 'http', 'imap', 'submissions', 'submission'].map((name) => `ports.${name}=0`)
  const words = [
    'domain=_roost.test',
    `data=${await freshFolder(t)}`,
    'listen=127.0.0.1',
    `ports.imaps=${port}`,
    ...off,
  ]
  const { code, err } = await runRoost('serve', ...words.flatMap((word) => ['--set', word]))
  assert.equal(code, 1)
  assert.match(
    err,
    new RegExp(`^roost: port ${port} \\(ports\\.imaps\\) is used by another program\\. Stop it`),
  )
})
