import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createServer } from 'node:tls'
import { promisify } from 'node:util'
import { createKey, issueSelfSigned } from '../certificate/self-signed.ts'
import { createTls } from '../listen/tls.ts'
import { Flag, type MessageEntry } from '../store/store.ts'
import { PASSWORD, startTestImap, type TestImap } from './testing/server.ts'
import { stores } from './testing/stores.ts'

const run = promisify(execFile)
const USER = 'ac1@_roost.test'
const mail = (subject: string): string =>
  `From: Ann <a@b.test>\r\nTo: c@d.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@b.test>\r\n` +
  `Date: Mon, 5 Jan 2026 10:00:00 +0100\r\n\r\nbody of ${subject}\r\n`

const key = createKey()
const cert = await issueSelfSigned(key, { dns: ['_roost.test'], ip: ['127.0.0.1'] })

interface Box {
  readonly server: TestImap
  /** With TLS from the first byte. */
  readonly imaps: number
  /** Of the test's own; gone afterwards. */
  readonly folder: string
  messages(mailbox?: string): MessageEntry[]
  text(entry: MessageEntry): string
}

/** The server on disk, as clients outside meet it: TLS, STARTTLS, an account. */
const openBox = async (t: TestContext): Promise<Box> => {
  const folder = await mkdtemp(join(tmpdir(), 'roost-clients-'))
  const open = stores.find(([name]) => name === 'lmdb')![1]
  const server = await startTestImap({ open, secure: false, deps: { tls: createTls({ cert, key }) } })
  const tls = createServer({ cert, key, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    server.imap.handle(socket, { secure: true, id: 0 })
  })
  tls.on('tlsClientError', () => {})
  await new Promise<void>((listening) => tls.listen(0, '127.0.0.1', listening))
  t.after(async () => {
    tls.close()
    await server[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })
  await server.store.createAccount(USER, '-', 1)
  await writeFile(join(folder, 'cert.pem'), cert)
  const mailboxId = (mailbox: string): number => server.store.findMailbox(1, mailbox)!.id
  return {
    server,
    folder,
    imaps: (tls.address() as AddressInfo).port,
    messages: (mailbox = 'INBOX') => server.store.listMessages(mailboxId(mailbox)),
    text: (entry) => Buffer.concat([...server.store.content(entry)!.read(0, entry.size)]).toString(),
  }
}

const subjects = (box: Box, mailbox?: string): string[] =>
  box.messages(mailbox).map((entry) => /^Subject: (.*)\r$/m.exec(box.text(entry))![1]!)

test('mbsync keeps a maildir and a mailbox the same, in both directions', async (t) => {
  const box = await openBox(t)
  await box.server.store.createMailbox(1, 'Archiv')
  for (const subject of ['one', 'two', 'three']) await box.server.deliver(USER, mail(subject))
  await box.server.deliver(USER, mail('old'), 'Archiv')
  const rc = join(box.folder, 'mbsyncrc')
  const maildir = join(box.folder, 'mail')
  await mkdir(maildir)
  await writeFile(
    rc,
    `IMAPStore box\nHost 127.0.0.1\nPort ${box.imaps}\nUser ${USER}\nPass "${PASSWORD}"\nSSLType IMAPS\n` +
      `CertificateFile ${box.folder}/cert.pem\n\nMaildirStore local\nPath ${maildir}/\nInbox ${maildir}/INBOX\n` +
      `SubFolders Verbatim\n\nChannel all\nFar :box:\nNear :local:\nPatterns *\nCreate Both\nExpunge Both\nSyncState *\n`,
    { mode: 0o600 },
  )
  const sync = () =>
    run('mbsync', ['-q', '-c', rc, '-a'], {
      timeout: 30_000,
      env: { HOME: box.folder, PATH: process.env.PATH },
    })
  await sync()
  const arrived = await readdir(join(maildir, 'INBOX/new'))
  assert.equal(arrived.length, 3)
  assert.equal((await readdir(join(maildir, 'Archiv/new'))).length, 1)
  const files = new Map<string, string>()
  for (const name of arrived) {
    const text = await readFile(join(maildir, 'INBOX/new', name), 'utf8')
    files.set(/^Subject: (.*)$/m.exec(text)![1]!, name)
  }
  assert.deepEqual([...files.keys()].sort(), ['one', 'three', 'two'])

  const mark = (subject: string, flags: string) => {
    const name = files.get(subject)!
    const bare = name.replace(/:2,.*$/, '')
    return rename(join(maildir, 'INBOX/new', name), join(maildir, 'INBOX/cur', `${bare}:2,${flags}`))
  }
  await mark('one', 'RS')
  await mark('two', 'T')
  await writeFile(join(maildir, 'Archiv/new/1.local'), mail('written here').replaceAll('\r', ''))
  await box.server.deliver(USER, mail('four'))
  await sync()
  assert.deepEqual(subjects(box), ['one', 'three', 'four'])
  assert.equal(box.messages()[0]!.flags, Flag.Seen | Flag.Answered)
  assert.deepEqual(subjects(box, 'Archiv'), ['old', 'written here'])
  assert.equal((await readdir(join(maildir, 'INBOX/new'))).length, 2)
  await sync()
  assert.deepEqual(subjects(box), ['one', 'three', 'four'])
})

test('curl lists, reads, searches, stores and writes', async (t) => {
  const box = await openBox(t)
  await box.server.deliver(USER, mail('one'))
  const curl = async (path: string, ...more: string[]): Promise<string> => {
    const url = `imaps://127.0.0.1:${box.imaps}/${path}`
    const given = ['-sS', '-m', '20', '-k', '-u', `${USER}:${PASSWORD}`, ...more, url]
    return (await run('curl', given)).stdout
  }
  assert.match(await curl(''), /^\* LIST \(\\HasNoChildren\) "\/" INBOX\r\n$/)
  assert.equal(await curl('INBOX;UID=1'), mail('one'))
  assert.equal(await curl('INBOX;UID=1;SECTION=HEADER.FIELDS%20(SUBJECT)'), 'Subject: one\r\n\r\n')
  assert.equal(await curl('INBOX?SUBJECT%20ONE'), '* SEARCH 1\r\n')
  const file = join(box.folder, 'new.eml')
  await writeFile(file, mail('two'))
  await curl('INBOX', '-T', file)
  assert.deepEqual(subjects(box), ['one', 'two'])
  assert.match(
    await curl('INBOX', '-X', 'STORE 2 +Flags \\Deleted'),
    /^\* 2 FETCH \(FLAGS \(\\Seen \\Deleted\)\)\r\n$/,
  )
  assert.match(await curl('INBOX', '-X', 'EXPUNGE'), /^\* 2 EXPUNGE\r\n$/)
  const starttls = [
    '--ssl-reqd',
    '-sS',
    '-m',
    '20',
    '-k',
    '-u',
    `${USER}:${PASSWORD}`,
    '--login-options',
    'AUTH=PLAIN',
  ]
  const { stdout } = await run('curl', [...starttls, `imap://127.0.0.1:${box.server.port}/INBOX;UID=1`])
  assert.equal(stdout, mail('one'))
  await assert.rejects(
    run('curl', ['-sS', '-m', '20', '-k', '-u', `${USER}:wrong`, `imaps://127.0.0.1:${box.imaps}/`]),
    { code: 67 },
    'curl takes it for a wrong password',
  )
  await assert.rejects(
    run('curl', ['-sS', '-m', '20', '-u', `${USER}:${PASSWORD}`, `imap://127.0.0.1:${box.server.port}/`]),
  )
})

test('neomutt opens a mailbox, saves one message elsewhere, flags one and deletes one', async (t) => {
  const box = await openBox(t)
  for (const subject of ['one', 'two', 'three']) await box.server.deliver(USER, mail(subject))
  const rc = join(box.folder, 'muttrc')
  const url = `imaps://127.0.0.1:${box.imaps}/`
  await writeFile(
    rc,
    [
      `set folder=${url} spoolfile=+INBOX imap_user=${USER} imap_pass="${PASSWORD}"`,
      `set certificate_file=${box.folder}/cert.pem`,
      'set confirmcreate=no confirmappend=no delete=yes quit=yes mark_old=no move=no header_cache="" sort=mailbox-order',
      'set wait_key=no sleep_time=0 timeout=1 imap_check_subscribed=no query_command="" beep=no',
      // The keys somebody would press: the message about "one" is saved, "two" flagged, "three" deleted; then away.
      'push "<first-entry><copy-message>=Saved<enter><next-entry><flag-message><last-entry><delete-message><quit>"',
    ].join('\n'),
  )
  const env = {
    HOME: box.folder,
    TERM: 'vt100',
    LINES: '24',
    COLUMNS: '80',
    LANG: 'C.UTF-8',
    PATH: process.env.PATH,
  }
  // It wants a terminal.
  await run('script', ['-qec', `neomutt -n -F ${rc}`, '/dev/null'], { timeout: 15_000, env })
  assert.deepEqual(subjects(box), ['one', 'two'])
  assert.deepEqual(subjects(box, 'Saved'), ['one'])
  assert.equal(box.messages()[1]!.flags & Flag.Flagged, Flag.Flagged)
})
