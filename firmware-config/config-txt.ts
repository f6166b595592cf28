import type { Slot } from './cmdline-txt.ts'

/**
 * The Pi firmware's config.txt. Names of kernel, initrd, command line and device trees are looked up below
 * `os_prefix`, so choosing a slot is one line. The last line is the safe one, because firmware that does not know
 * a section takes the last value it sees.
 */
export function configTxt(slot: Slot): string {
  return `# Written by Roost; changed by its updates. Your own settings belong into roost.toml.
[all]
arm_64bit=1
upstream_kernel=1
kernel=vmlinuz
initramfs initrd followkernel
cmdline=cmdline.txt
enable_uart=1
disable_overscan=1
hdmi_force_hotplug=1
os_prefix=${slot}/
`
}
