import assert from 'node:assert/strict'
import { test } from 'node:test'
import { belongs } from './keep.ts'

for (const path of [
  'usr/lib/systemd/systemd',
  'usr/lib/systemd/systemd-networkd',
  'usr/lib/systemd/system-generators/systemd-fstab-generator',
  'usr/lib/systemd/system/roost.service',
  'usr/lib/aarch64-linux-gnu/libc.so.6',
  'usr/lib/aarch64-linux-gnu/systemd/libsystemd-shared-257.so',
  'usr/lib/firmware/brcm/brcmfmac43455-sdio.bin',
  'usr/lib/firmware/regulatory.db-debian',
  'usr/lib/udev/rules.d/99-systemd.rules',
  'usr/sbin/nft',
  'usr/sbin/sshd',
  'usr/lib/openssh/sshd-session',
  'usr/sbin/sfdisk',
  'usr/sbin/swapon',
  'usr/sbin/resize2fs',
  'usr/bin/partx',
  'usr/bin/ssh-keygen',
]) {
  test(`${path} stays`, () => assert.equal(belongs(path), true))
}

for (const path of [
  'usr/share/doc/kmod/copyright',
  'usr/bin/su',
  'usr/sbin/agetty',
  'usr/lib/systemd/system-generators/systemd-getty-generator',
  'etc/systemd/system/sshd.service',
  'etc/init.d/ssh',
  'var/lib/anything',
]) {
  test(`${path} goes`, () => assert.equal(belongs(path), false))
}
