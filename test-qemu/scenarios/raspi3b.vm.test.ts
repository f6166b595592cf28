import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Figures } from '../figures.ts'
import { findImage } from '../image.ts'
import { enterLan, lan } from '../lan.ts'
import { writeCard } from '../machine/card.ts'
import { powerOn, type Vm } from '../machine/vm.ts'
import { untilImap, untilPage } from './answering.ts'
import { setUp } from './set-up.ts'
import { tell } from './story.ts'

enterLan(import.meta.filename)

const minute = 60_000

test('the same image makes a chat server of a Raspberry Pi 3', { timeout: 8 * minute }, async (t) => {
  const step = tell(t)
  const figures = new Figures('raspi3b: 4 emulated cores, 1 GiB, SD card, network on USB')
  const folder = await mkdtemp(join(tmpdir(), 'roost-raspi3b-'))
  let vm: Vm | undefined
  t.after(async () => {
    await vm?.cutPower()
    await rm(folder, { recursive: true, force: true })
  })
  const card = await writeCard(await findImage(), folder)
  const turnOn = async (): Promise<Vm> => {
    vm = await powerOn({
      machine: 'raspi3b',
      card,
      folder,
      forwards: [80, 443].map((port) => ({ address: lan.box, port, guest: port })),
    })
    return vm
  }
  const box = await turnOn()
  const code = await step('it shows a setup code', async () => {
    const [, shown] = await box.console.expect(/Setup code: ([A-Z0-9]{4}-[A-Z0-9]{4})/, 4 * minute)
    figures.seconds('power to setup code on the console', performance.now() - box.startedAt)
    return shown as string
  })
  await step('it serves the wizard', async () => {
    await untilPage(box.console, `http://${lan.box}/setup/`, minute)
    figures.seconds('power to wizard page', performance.now() - box.startedAt)
  })
  await step('set up, it answers IMAP', () =>
    figures.time('set-up by a machine, up to IMAP', async () => {
      await setUp(`http://${lan.box}`, code, '_pi-three', 2 * minute)
      await untilImap(box.console, lan.box, minute)
    }),
  )
  await step('after a power cut it answers IMAP by itself', async () => {
    await box.cutPower()
    const again = await turnOn()
    await untilImap(again.console, lan.box, 4 * minute)
    figures.seconds('power cut: power to IMAP', performance.now() - again.startedAt)
  })
  figures.report(t)
})
