import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openPhone } from '../browser/phone.ts'
import { readJoinPage, setUp } from '../browser/wizard.ts'
import { Person } from '../client/person.ts'
import { Figures } from '../figures.ts'
import { findImage } from '../image.ts'
import { enterLan, lan } from '../lan.ts'
import { writeCard } from '../machine/card.ts'
import { pressRestart, readMemory } from '../machine/guest.ts'
import { powerOn, type Vm } from '../machine/vm.ts'
import { isOpen, untilImap, untilPage } from './answering.ts'
import { converse, meet, openCores, sendFilm, whileAway } from './chat.ts'
import { tell } from './story.ts'

enterLan(import.meta.filename)

const minute = 60_000
const typedName = lan.domain.replace(/^_|\.internal$/g, '')

test('a box from its first boot to a chat that outlives a power cut', { timeout: 8 * minute }, async (t) => {
  const step = tell(t)
  const figures = new Figures('virt: 2 emulated cores, 1 GiB')
  const folder = await mkdtemp(join(tmpdir(), 'roost-first-boot-'))
  let vm: Vm | undefined
  t.after(async () => {
    await vm?.cutPower()
    await rm(folder, { recursive: true, force: true })
  })
  const card = await writeCard(await findImage(), folder)
  const turnOn = async (ports: readonly number[]): Promise<Vm> => {
    vm = await powerOn({
      machine: 'virt',
      card,
      folder,
      forwards: ports.map((port) => ({ address: lan.box, port, guest: port })),
    })
    return vm
  }

  let box = await turnOn([80, 443])
  const code = await step('the box shows a setup code and serves the wizard', async () => {
    const [, shown = ''] = await box.console.expect(/Setup code: ([A-Z0-9]{4}-[A-Z0-9]{4})/, 3 * minute)
    figures.seconds('power to setup code on the console', performance.now() - box.startedAt)
    await untilPage(box.console, `http://${lan.box}/setup/`, minute)
    figures.seconds('power to wizard page', performance.now() - box.startedAt)
    return shown
  })

  const phone = await openPhone(t)
  const joinUrl = await step('the wizard refuses a wrong code and sets the box up', () =>
    figures.time('wizard, by a quick person', () => setUp(phone, `http://${lan.name}/`, code, typedName)),
  )
  await step('after set-up the mail server answers and the wizard is closed', async () => {
    await untilImap(box.console, lan.box, minute)
    const writes = { claim: { code, language: 'en' }, answer: { do: 'back' }, finish: {} }
    for (const [name, body] of Object.entries(writes)) {
      const { status } = await fetch(`http://${lan.box}/setup/api/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      assert.ok(status === 404 || status === 410, `${name} with the right code still answers ${status}`)
    }
    assert.match(joinUrl, new RegExp(`^http://${lan.box.replaceAll('.', '\\.')}/join$`))
  })
  await step('memory', async () => {
    const { total, available } = await readMemory(box)
    figures.add('MemTotal', `${(total / 2 ** 20).toFixed(0)} MiB`)
    figures.add('MemAvailable, idle after set-up', `${(available / 2 ** 20).toFixed(0)} MiB`)
    assert.ok(available > total / 2, 'an idle box leaves more than half of its memory free')
  })
  const login = await step('the join page hands out a login', () => readJoinPage(phone, joinUrl))

  await box.qmp.monitor(`hostfwd_remove tcp:${lan.box}:80`)
  const [alice, bob] = await step('two clients join through port 443 alone', async () => {
    for (const port of [80, 143, 465, 587, 993])
      assert.equal(await isOpen(lan.box, port), false, `port ${port}`)
    const core = await openCores(t, folder)
    return [
      await figures.time('dcaccount: to online (core 2.57)', () =>
        Person.join('Alice', core.wrapped, `dcaccount:${lan.domain}`),
      ),
      await figures.time('dclogin: to online (core 2.62)', () => Person.join('Bob', core.newest, login)),
    ]
  })

  const pair = await step('SecureJoin', () => figures.time('SecureJoin', () => meet(alice, bob)))
  await step('ten messages each way', async () => {
    const median = await converse(pair, 10)
    figures.add('message, from promise to screen, median of 20', `${median.toFixed(0)} ms`)
  })
  await step('a file of 20 MiB', () =>
    figures.time('20 MiB file', () => sendFilm(pair, folder, 20 * 2 ** 20, 2 * minute)),
  )

  const backAgain = async (what: string) => {
    box = await turnOn([443])
    await untilImap(box.console, lan.box, 3 * minute)
    figures.seconds(`${what}: power to IMAP`, performance.now() - box.startedAt)
  }
  await step('a clean restart keeps accounts and undelivered messages', () =>
    whileAway(pair, 'restart', async () => {
      await figures.time('restart: from Ctrl-Alt-Del to off', async () => {
        await pressRestart(box)
        await box.off(minute)
      })
      await backAgain('restart')
    }),
  )
  await step('so does a power cut right after the server has promised', () =>
    whileAway(pair, 'power cut', async () => {
      await box.cutPower()
      await backAgain('power cut')
    }),
  )
  figures.report(t)
})
