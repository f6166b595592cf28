/** Debian packages whose programs the VM tests call. */
export const hostPackages: readonly string[] = [
  'chromium',
  'iproute2',
  'mount',
  'mtools',
  'qemu-system-arm',
  'util-linux',
  'xz-utils',
]
