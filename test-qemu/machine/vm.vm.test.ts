import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { makeTestCard } from '../firmware/test-card.ts'
import { writeCard } from './card.ts'
import { powerOn } from './vm.ts'

/**
 * A whole operating system for `-M virt`: says "up", echoes what is typed on the serial line, and switches the
 * machine off (PSCI SYSTEM_OFF) at `q`.
 */
const echoKernel = Buffer.concat([
  Buffer.from(
    new Uint32Array([
      0xd2a12000, 0x10000201, 0x38401422, 0x34000062, 0xb9000002, 0x17fffffd, 0xb9401802, 0x3727ffe2,
      0xb9400002, 0x7101c45f, 0x54000060, 0xb9000002, 0x17fffffa, 0x52b08000, 0x72800100, 0xd4000002,
      0x17fffffd,
    ]).buffer,
  ),
  Buffer.from('up\r\n\0'),
])

const machine = async (t: TestContext, files: Record<string, string | Buffer>) => {
  const folder = mkdtempSync(join(tmpdir(), 'roost-vm-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const image = makeTestCard(folder, files)
  const card = await writeCard(image, folder, 64 * 1024 * 1024)
  return { image, card, options: { machine: 'virt', card, folder, forwards: [] } as const }
}

const card = {
  'config.txt': 'kernel=vmlinuz\nos_prefix=a/\n',
  'a/vmlinuz': echoKernel,
  'a/bcm2711-rpi-4-b.dtb': 'not used by this machine',
  'a/cmdline.txt': 'quiet',
}

test('a machine starts what the card says, talks, switches itself off, and starts again', async (t) => {
  const { options, image } = await machine(t, card)
  const before = readFileSync(image)
  for (let round = 0; round < 2; round++) {
    const vm = await powerOn(options)
    t.after(() => vm.cutPower())
    assert.deepEqual(vm.booted, ['a/vmlinuz', 'a/bcm2711-rpi-4-b.dtb', 'a/cmdline.txt'])
    await vm.console.expect(/^up$/m, 20_000)
    vm.console.send('hello')
    await vm.console.expect(/hello/, 20_000)
    vm.console.send('q')
    await vm.off(20_000)
  }
  assert.ok(readFileSync(image).equals(before))
})

test('the plug can be pulled, and waiting for a machine that stays on fails with its last words', async (t) => {
  const { options } = await machine(t, card)
  const vm = await powerOn(options)
  t.after(() => vm.cutPower())
  await vm.console.expect(/up/, 20_000)
  await assert.rejects(vm.off(100), /still on after 0\.1 s[\s\S]*\| up/)
  await vm.cutPower()
  await vm.off(1000)
  await assert.rejects(vm.console.expect(/anything/, 20_000), /the line went dead/)
  await assert.rejects(vm.qmp.execute('query-status'), /QEMU has gone/)
})

test('a card that no board would start is an error, not an empty screen', async (t) => {
  const { options } = await machine(t, { ...card, 'config.txt': 'kernel=other\nos_prefix=a/\n' })
  await assert.rejects(powerOn(options), /finds nothing to start: looked under "a\/" for other/)
  assert.ok(existsSync(options.card))
})
