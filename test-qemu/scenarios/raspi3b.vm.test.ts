import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Figures } from '../figures.ts'
import { findImage } from '../image.ts'
import { enterLan, lan } from '../lan.ts'
import { writeCard } from '../machine/card.ts'
import { powerOn, type Vm } from '../machine/vm.ts'
import { untilPage } from './answering.ts'
import { tell } from './story.ts'

enterLan(import.meta.filename)

const minute = 60_000

test('the same image boots on a Raspberry Pi 3 up to the wizard', { timeout: 5 * minute }, async (t) => {
  const step = tell(t)
  const figures = new Figures('raspi3b: 4 emulated cores, 1 GiB, SD card, network on USB')
  const folder = await mkdtemp(join(tmpdir(), 'roost-raspi3b-'))
  let vm: Vm | undefined
  t.after(async () => {
    await vm?.cutPower()
    await rm(folder, { recursive: true, force: true })
  })
  const card = await writeCard(await findImage(), folder)
  const box = await powerOn({
    machine: 'raspi3b',
    card,
    folder,
    forwards: [{ address: lan.box, port: 80, guest: 80 }],
  })
  vm = box
  await step('it shows a setup code', async () => {
    await box.console.expect(/Setup code: [A-Z0-9]{4}-[A-Z0-9]{4}/, 4 * minute)
    figures.seconds('power to setup code on the console', performance.now() - box.startedAt)
  })
  await step('it serves the wizard', async () => {
    await untilPage(box.console, `http://${lan.box}/setup/`, minute)
    figures.seconds('power to wizard page', performance.now() - box.startedAt)
  })
  figures.report(t)
})
