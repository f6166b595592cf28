import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boards } from './boards.ts'
import { readConfigTxt } from './config-txt.ts'

test('a later setting wins, comments and unknown words are passed over', () => {
  const settings = readConfigTxt(
    '# first\r\nkernel=old.img\r\narm_64bit=1\r\nos_prefix=a/\r\nkernel=vmlinuz\r\ninitramfs initrd followkernel\r\ngarbage\r\n',
    boards.pi4,
  )
  assert.equal(settings.kernel, 'vmlinuz')
  assert.equal(settings.os_prefix, 'a/')
  assert.deepEqual(settings.initramfs, ['initrd'])
  assert.equal(settings.cmdline, 'cmdline.txt')
})

const filtered = `
kernel=all
[pi3]
kernel=three
[pi02]
kernel=zero2
[pi4]
kernel=four
[cm4]
kernel=module
[pi5]
kernel=five
[tryboot]
os_prefix=b/
[all]
cmdline=line.txt
`
for (const [board, kernel] of [
  ['pi3', 'three'],
  ['zero2w', 'zero2'],
  ['pi4', 'four'],
  ['pi400', 'four'],
  ['cm4', 'module'],
  ['pi5', 'five'],
] as const)
  test(`sections: ${board} starts "${kernel}"`, () => {
    const settings = readConfigTxt(filtered, boards[board])
    assert.equal(settings.kernel, kernel)
    assert.equal(settings.os_prefix, '')
    assert.equal(settings.cmdline, 'line.txt')
  })

test('model and other filters are combined until [all]', () => {
  const read = (text: string) => readConfigTxt(text, boards.pi4).kernel
  assert.equal(read('[gpio4=1]\n[pi4]\nkernel=x'), undefined)
  assert.equal(read('[none]\n[pi4]\nkernel=x'), undefined)
  assert.equal(read('[pi3]\n[all]\nkernel=x'), 'x')
  assert.equal(read('[PI4]\nkernel=x'), 'x')
})

test('what the model does not follow is an error, not a guess', () => {
  assert.throws(() => readConfigTxt('include extra.txt', boards.pi4), /include extra\.txt/)
})
