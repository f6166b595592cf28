/** What the card holds, as data; nothing runs here. */

/** `debian` or `debian-security`: the two roots of a mirror. */
export type Archive = 'debian' | 'debian-security'

export interface Suite {
  readonly name: string
  readonly archive: Archive
  readonly components: readonly string[]
  /** apt preference patterns that may come from this suite; none means every package. */
  readonly only?: readonly string[]
}

/**
 * The release the system is made of, and two exceptions (docs/architecture.md, the card): the kernel, because the
 * release's own knows no Pi 5 hardware, and the Pi firmware, because the release's own lacks `kernel_watchdog_timeout`
 * and boards made since 2025.
 */
export const suites: readonly Suite[] = [
  { name: 'trixie', archive: 'debian', components: ['main', 'non-free-firmware'] },
  { name: 'trixie-security', archive: 'debian-security', components: ['main', 'non-free-firmware'] },
  { name: 'trixie-backports', archive: 'debian', components: ['main'], only: ['/^linux-/'] },
  { name: 'forky', archive: 'debian', components: ['non-free-firmware'], only: ['raspi-firmware'] },
]

/** Packages asked for; their dependencies follow, except what `provided` names. */
export const packages: readonly string[] = [
  'linux-image-arm64',
  'raspi-firmware',
  'firmware-brcm80211',
  'wireless-regdb',
  'base-files',
  'busybox-static',
  'systemd',
  'systemd-sysv',
  'systemd-resolved',
  'systemd-timesyncd',
  'udev',
  'kmod',
  'libgcc-s1',
  'libstdc++6',
  'libatomic1',
  'avahi-daemon',
  'nftables',
  'e2fsprogs',
  'fdisk',
  'util-linux',
  'mount',
  'wpasupplicant',
  'openssh-server',
]

/** Dependencies that serve package installation, logins or a writable system, and why the card does without. */
export const provided: Readonly<Record<string, string>> = {
  adduser: 'users are data (tree/accounts.ts)',
  awk: 'busybox',
  'base-passwd': 'users are data (tree/accounts.ts)',
  cpio: 'the initrd is made by the build',
  dbus: 'nothing on the box speaks D-Bus; systemd, networkd, resolved and avahi work without',
  'dbus-bin': 'no D-Bus',
  'dbus-daemon': 'no D-Bus',
  'dbus-session-bus-common': 'no D-Bus',
  'dbus-system-bus-common': 'no D-Bus',
  debconf: 'no installation on the box',
  'dbus-system-bus': 'no D-Bus',
  'default-dbus-system-bus': 'no D-Bus',
  dosfstools: 'the boot partition is mounted read-only and never repaired in place',
  dpkg: 'no installation on the box',
  dracut: 'the initrd is made by the build',
  'dracut-core': 'the initrd is made by the build',
  'dracut-install': 'the initrd is made by the build',
  'init-system-helpers': 'units are enabled as data (tree/units.ts)',
  'libpam-modules': 'no logins through PAM',
  'libpam-modules-bin': 'no logins through PAM',
  'libpam-runtime': 'no logins through PAM',
  'linux-base': 'serves kernel installation',
  'login.defs': 'users are data',
  logsave: 'fsck runs in the initrd',
  'lsb-base': 'serves init scripts',
  'openssl-provider-legacy': 'no legacy ciphers',
  passwd: 'users are data',
  'perl-base': 'serves package installation',
  procps: 'busybox',
  'readline-common': 'no interactive shell',
  'runit-helper': 'serves init scripts',
  'sensible-utils': 'serves package installation',
  'sysvinit-utils': 'serves init scripts',
  tar: 'no unpacking on the box',
  ucf: 'serves package installation',
}
