import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boards } from './boards.ts'
import { chooseBootFiles } from './boot-files.ts'
import { readConfigTxt } from './config-txt.ts'

const choose = (config: string, files: readonly string[], board: keyof typeof boards = 'pi3') =>
  chooseBootFiles(readConfigTxt(config, boards[board]), boards[board], (path) => files.includes(path))

const slots = ['a', 'b'].flatMap((slot) =>
  ['vmlinuz', 'initrd', 'cmdline.txt', 'bcm2837-rpi-3-b.dtb'].map((file) => `${slot}/${file}`),
)

test('os_prefix chooses the slot for every file', () => {
  const config = 'upstream_kernel=1\nkernel=vmlinuz\ninitramfs initrd followkernel\nos_prefix='
  for (const slot of ['a', 'b'])
    assert.deepEqual(choose(`${config}${slot}/`, slots), {
      kernel: `${slot}/vmlinuz`,
      initramfs: [`${slot}/initrd`],
      deviceTree: `${slot}/bcm2837-rpi-3-b.dtb`,
      cmdline: `${slot}/cmdline.txt`,
    })
})

test('a prefix without kernel or device tree is ignored', () => {
  const files = ['kernel8.img', 'bcm2710-rpi-3-b.dtb', 'c/kernel8.img']
  assert.deepEqual(choose('os_prefix=c/', files), {
    kernel: 'kernel8.img',
    initramfs: [],
    deviceTree: 'bcm2710-rpi-3-b.dtb',
    cmdline: undefined,
  })
})

test('nothing to start is said with what was looked for', () => {
  assert.throws(
    () => choose('os_prefix=z/\nkernel=vmlinuz', slots),
    /"z\/" for vmlinuz and bcm2710-rpi-3-b\.dtb/,
  )
  assert.throws(
    () => choose('os_prefix=a/\nkernel=vmlinuz\ninitramfs lost followkernel', slots),
    /told to load a\/lost/,
  )
})

test('names the firmware finds by itself', () => {
  const files = ['kernel8.img', 'initramfs8', 'kernel_2712.img', 'initramfs_2712', 'bcm2712-rpi-5-b.dtb']
  assert.deepEqual(choose('auto_initramfs=1', files, 'pi5'), {
    kernel: 'kernel_2712.img',
    initramfs: ['initramfs_2712'],
    deviceTree: 'bcm2712-rpi-5-b.dtb',
    cmdline: undefined,
  })
})

test('the device tree follows upstream_kernel and device_tree', () => {
  const both = ['kernel8.img', 'bcm2710-rpi-3-b.dtb', 'bcm2837-rpi-3-b.dtb', 'own.dtb']
  assert.equal(choose('', both).deviceTree, 'bcm2710-rpi-3-b.dtb')
  assert.equal(choose('upstream_kernel=1', both).deviceTree, 'bcm2837-rpi-3-b.dtb')
  assert.equal(choose('device_tree=own.dtb', both).deviceTree, 'own.dtb')
})
