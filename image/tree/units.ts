import type { Tree } from './tree.ts'

/**
 * Everything systemd starts, by the target that wants it. What Debian's packages enable is taken away first, so that
 * this list is the whole truth: a boot on a Pi 3 pays for each unit.
 */
export const wants: Readonly<Record<string, readonly string[]>> = {
  'sysinit.target': [
    'dev-hugepages.mount',
    'roost-zram.service',
    'systemd-journald.service',
    'systemd-modules-load.service',
    'systemd-random-seed.service',
    'systemd-sysctl.service',
    'systemd-timesyncd.service',
    'systemd-tmpfiles-setup-dev-early.service',
    'systemd-tmpfiles-setup-dev.service',
    'systemd-tmpfiles-setup.service',
    'systemd-udev-trigger.service',
    'systemd-udevd.service',
    'nftables.service',
  ],
  'sockets.target': [
    'systemd-journald-dev-log.socket',
    'systemd-journald.socket',
    'systemd-udevd-control.socket',
    'systemd-udevd-kernel.socket',
  ],
  'timers.target': ['systemd-tmpfiles-clean.timer'],
  'multi-user.target': [
    'avahi-daemon.service',
    'roost-banner.path',
    'roost-grow.service',
    'roost-preseed.service',
    'roost-ssh.service',
    'roost.service',
    'systemd-networkd.service',
    'systemd-resolved.service',
  ],
}

/** Units that would make something the owner did not ask for reachable, that write to the read-only system, or that only cost time. */
export const masked: readonly string[] = [
  'console-getty.service',
  'container-getty@.service',
  'debug-shell.service',
  'emergency.service',
  'getty@.service',
  'rescue.service',
  'serial-getty@.service',
  'ssh.service',
  'ssh.socket',
  'systemd-firstboot.service',
  'systemd-networkd-persistent-storage.service',
  'systemd-remount-fs.service',
  'systemd-rfkill.socket',
  'systemd-udev-load-credentials.service',
  'sys-fs-fuse-connections.mount',
]

/** Replaces what packages enable by `wants`. Throws when a unit of the list does not exist. */
export function enableUnits(tree: Tree): void {
  const system = 'usr/lib/systemd/system'
  tree.remove((path) => /^(usr\/lib|etc)\/systemd\/system\/[^/]+\.(wants|requires)(\/|$)/.test(path))
  tree.remove((path) => path.startsWith('etc/systemd/system/') && tree.get(path)?.kind === 'symlink')
  for (const [target, units] of Object.entries(wants)) {
    for (const unit of units) {
      if (!tree.has(`${system}/${unit}`)) throw new Error(`no package holds the unit ${unit}`)
      tree.symlink(`${system}/${target}.wants/${unit}`, `../${unit}`)
    }
  }
  for (const unit of masked) tree.symlink(`etc/systemd/system/${unit}`, '/dev/null')
  tree.symlink('etc/systemd/system/default.target', '/usr/lib/systemd/system/multi-user.target')
}
