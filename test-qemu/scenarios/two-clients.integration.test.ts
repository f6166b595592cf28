import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Person } from '../client/person.ts'
import { Figures } from '../figures.ts'
import { enterLan, lan } from '../lan.ts'
import { untilImap } from './answering.ts'
import { converse, meet, openCores, sendFilm, whileAway } from './chat.ts'
import { startServer } from './server.ts'
import { tell } from './story.ts'

enterLan(import.meta.filename)

const second = 1000

test('two Delta Chat clients and the server, without a box around it', {
  timeout: 120 * second,
}, async (t) => {
  const step = tell(t)
  const figures = new Figures('server on loopback')
  const folder = await mkdtemp(join(tmpdir(), 'roost-two-clients-'))
  const configFile = join(folder, 'roost.toml')
  await writeFile(
    configFile,
    [
      `domain = "${lan.domain}"`,
      `data = "${join(folder, 'data')}"`,
      `listen = ["${lan.box}"]`,
      `reachable = ["${lan.box}"]`,
      '[ports]',
      ...[
        'https = 443',
        'http = 80',
        'imaps = 0',
        'imap = 0',
        'submissions = 0',
        'submission = 0',
        'smtp = 0',
      ],
    ].join('\n'),
  )
  let server = startServer(configFile)
  t.after(async () => {
    await server.stop('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  const answering = () => untilImap({ tail: () => server.output() }, lan.box, 20 * second)
  await step('the server answers', () => figures.time('start to IMAP', answering))

  const [alice, bob] = await step('both join through port 443 alone', async () => {
    const core = await openCores(t, folder)
    const page = await (await fetch(`http://${lan.name}/join`)).text()
    const login = /id="open" href="(dclogin:[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    assert.ok(login)
    return [
      await figures.time('dcaccount: to online', () =>
        Person.join('Alice', core.wrapped, `dcaccount:${lan.domain}`),
      ),
      await figures.time('dclogin: to online', () => Person.join('Bob', core.newest, login)),
    ]
  })
  await step('a third by the HTTPS form of the code', async () => {
    const carol = await Person.join('Carol', alice.core, `DCACCOUNT:https://${lan.domain}/new`)
    assert.match(await carol.address(), new RegExp(`^[a-z0-9]{9}@${lan.domain}$`))
  })
  const pair = await step('SecureJoin', () => figures.time('SecureJoin', () => meet(alice, bob)))
  await step('ten messages each way', async () => {
    const median = await converse(pair, 10)
    figures.add('message, from promise to screen, median of 20', `${median.toFixed(0)} ms`)
  })
  await step('a file of 20 MiB', () =>
    figures.time('20 MiB file', () => sendFilm(pair, folder, 20 * 2 ** 20, 60 * second)),
  )
  for (const signal of ['SIGTERM', 'SIGKILL'] as const)
    await step(`${signal} loses nothing`, () =>
      whileAway(pair, signal, async () => {
        await server.stop(signal)
        server = startServer(configFile)
        await answering()
      }),
    )
  figures.report(t)
})
