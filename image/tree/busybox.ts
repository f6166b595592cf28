import type { Tree } from './tree.ts'

/** Programs that busybox plays where no package brings the real one: for our own scripts and an owner's SSH shell. */
const applets =
  `ash awk basename cat chmod chown clear cmp cp cut date dd df dirname dmesg du echo env expr false find
free grep gunzip gzip head hexdump hostname id ip kill less ln logger ls md5sum mkdir mknod mktemp more mv nc netstat
nslookup od ping ping6 printf ps pwd readlink realpath reset rm rmdir sed seq sh sha256sum sleep sort stat stty sync
tail tar tee test time timeout top touch tr true tty uname uniq uptime vi watch wc which xargs zcat [`.split(
    /\s+/,
  )

/** Links the applets, without hiding a program that a package brings. */
export function layApplets(tree: Tree): void {
  tree.file('usr/bin/busybox', tree.read('usr/bin/busybox'), 0o755)
  for (const applet of applets) {
    if (!tree.has(`usr/bin/${applet}`) && !tree.has(`usr/sbin/${applet}`)) {
      tree.symlink(`usr/bin/${applet}`, 'busybox')
    }
  }
}
