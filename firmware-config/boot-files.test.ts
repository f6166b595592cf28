import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boards } from './boards.ts'
import { cmdlineTxt } from './cmdline-txt.ts'
import { configTxt } from './config-txt.ts'

const settings = (text: string): Map<string, string> =>
  new Map(
    text
      .split('\n')
      .filter((line) => /^[a-z]/.test(line))
      .map((line) => /^(\w+)[ =](.*)$/.exec(line)!.slice(1, 3) as [string, string]),
  )

for (const slot of ['a', 'b'] as const) {
  test(`config.txt and cmdline.txt agree on slot ${slot}`, () => {
    assert.equal(settings(configTxt(slot)).get('os_prefix'), `${slot}/`)
    assert.ok(cmdlineTxt(slot).split(/\s+/).includes(`roost.slot=${slot}`))
  })
}

test('config.txt: 64 bit, upstream device trees, kernel and initrd below the prefix, the slot last', () => {
  const config = settings(configTxt('a'))
  assert.equal(config.get('arm_64bit'), '1')
  assert.equal(config.get('upstream_kernel'), '1')
  assert.equal(config.get('kernel'), 'vmlinuz')
  assert.equal(config.get('initramfs'), 'initrd followkernel')
  assert.equal(config.get('cmdline'), 'cmdline.txt')
  assert.equal(config.get('enable_uart'), '1')
  assert.equal([...config.keys()].at(-1), 'os_prefix')
  assert.equal(configTxt('a').match(/^os_prefix/gm)?.length, 1)
})

test('cmdline.txt: one line, no console named, restarts after a panic', () => {
  const line = cmdlineTxt('a')
  assert.equal(line.indexOf('\n'), line.length - 1)
  assert.doesNotMatch(line, /console=|root=|\binit=/)
  assert.match(line, /\bpanic=\d+\b/)
  assert.ok(line.length < 1024, 'the firmware adds its own words to a limited line')
})

test('every board has a device tree of its own, the Pi 5 both steppings', () => {
  const trees = boards.flatMap((board) => board.deviceTrees)
  assert.equal(new Set(trees).size, trees.length)
  assert.equal(new Set(boards.map((board) => board.name)).size, boards.length)
  for (const { soc, deviceTrees } of boards)
    for (const name of deviceTrees) assert.ok(name.startsWith(`${soc}-`), name)
  assert.deepEqual(boards.find((board) => board.soc === 'bcm2712')?.deviceTrees.length, 2)
})
