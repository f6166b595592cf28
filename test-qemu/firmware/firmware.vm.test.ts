import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { boards } from './boards.ts'
import { loadLikeFirmware } from './firmware.ts'
import { makeTestCard } from './test-card.ts'

test('kernel, initrd, tree and command line of the chosen slot come out of a card', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'roost-firmware-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const kernel = Buffer.alloc(100_000, 'kernel \r\n\x1a\0')
  const slot = (name: string) => ({
    [`${name}/vmlinuz`]: Buffer.concat([Buffer.from(name), kernel]),
    [`${name}/initrd.img`]: `initrd ${name}`,
    [`${name}/bcm2837-rpi-3-b.dtb`]: `tree ${name}`,
    [`${name}/cmdline.txt`]: `console=tty1 root=slot-${name}\r\nsecond line\r\n`,
  })
  const image = makeTestCard(folder, {
    'config.txt':
      'upstream_kernel=1\r\nkernel=vmlinuz\r\ninitramfs initrd.img followkernel\r\nos_prefix=b/\r\n',
    ...slot('a'),
    ...slot('b'),
  })

  const loaded = await loadLikeFirmware(image, boards.pi3, folder)
  assert.deepEqual(loaded.chosen, ['b/vmlinuz', 'b/initrd.img', 'b/bcm2837-rpi-3-b.dtb', 'b/cmdline.txt'])
  assert.ok(readFileSync(loaded.kernel).equals(Buffer.concat([Buffer.from('b'), kernel])))
  assert.equal(readFileSync(loaded.initrd ?? '', 'latin1'), 'initrd b')
  assert.equal(loaded.commandLine, 'console=tty1 root=slot-b')
})
