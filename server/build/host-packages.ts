/** Debian packages that building both binaries needs beyond the bootstrap: the tools that strip Node. */
export const hostPackages: readonly string[] = [
  'binutils',
  process.arch === 'x64' ? 'binutils-aarch64-linux-gnu' : 'binutils-x86-64-linux-gnu',
]
