import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { boards } from './boards.ts'
import { loadLikeFirmware } from './firmware.ts'

test('kernel, initrd, tree and command line of the chosen slot come out of a card', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'roost-firmware-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const image = join(folder, 'card.img')
  const start = 4 * 1024 * 1024
  writeFileSync(image, '')
  truncateSync(image, start + 8 * 1024 * 1024)
  const table = Buffer.alloc(512)
  table.writeUInt8(0x0c, 450)
  table.writeUInt32LE(start / 512, 454)
  table.writeUInt32LE(16384, 458)
  table.writeUInt16LE(0xaa55, 510)
  const drive = `${image}@@${start}`
  execFileSync('mformat', ['-i', drive, '-T', '16384', '-h', '64', '-s', '32', '::'])
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, 'in'), content)
    execFileSync('mcopy', ['-i', drive, join(folder, 'in'), `::${name}`])
  }
  const card = readFileSync(image)
  table.copy(card)
  writeFileSync(image, card)
  execFileSync('mmd', ['-i', drive, '::a', '::b'])
  const kernel = Buffer.alloc(100_000, 'kernel \r\n\x1a\0')
  for (const slot of ['a', 'b']) {
    file(`${slot}/vmlinuz`, Buffer.concat([Buffer.from(slot), kernel]))
    file(`${slot}/initrd.img`, `initrd ${slot}`)
    file(`${slot}/bcm2837-rpi-3-b.dtb`, `tree ${slot}`)
    file(`${slot}/cmdline.txt`, `console=tty1 root=slot-${slot}\r\nsecond line\r\n`)
  }
  file(
    'config.txt',
    'upstream_kernel=1\r\nkernel=vmlinuz\r\ninitramfs initrd.img followkernel\r\nos_prefix=b/\r\n',
  )

  const loaded = await loadLikeFirmware(image, boards.pi3, folder)
  assert.deepEqual(loaded.chosen, ['b/vmlinuz', 'b/initrd.img', 'b/bcm2837-rpi-3-b.dtb', 'b/cmdline.txt'])
  assert.ok(readFileSync(loaded.kernel).equals(Buffer.concat([Buffer.from('b'), kernel])))
  assert.equal(readFileSync(loaded.initrd ?? '', 'latin1'), 'initrd b')
  assert.equal(loaded.commandLine, 'console=tty1 root=slot-b')
})
