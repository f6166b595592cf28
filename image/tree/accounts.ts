import type { Tree } from './tree.ts'

interface User {
  readonly name: string
  readonly id: number
  readonly about: string
  readonly home?: string
  readonly shell?: string
}

/** Everyone on the box. Numbers never change between releases, because the data partition outlives the system. */
export const users: readonly User[] = [
  { name: 'root', id: 0, about: 'root', home: '/root', shell: '/bin/sh' },
  { name: 'sshd', id: 101, about: 'SSH before login' },
  { name: 'avahi', id: 102, about: 'mDNS' },
  { name: 'systemd-network', id: 103, about: 'network' },
  { name: 'systemd-resolve', id: 104, about: 'names' },
  { name: 'systemd-timesync', id: 105, about: 'time' },
  { name: 'roost', id: 900, about: 'the mail server', home: '/data/roost' },
  { name: 'nobody', id: 65_534, about: 'nobody' },
]

/** Groups that device rules and units name; members never change. */
const groups: readonly (readonly [string, number])[] = [
  ['root', 0],
  ['adm', 4],
  ['tty', 5],
  ['disk', 6],
  ['lp', 7],
  ['kmem', 15],
  ['dialout', 20],
  ['cdrom', 24],
  ['tape', 26],
  ['audio', 29],
  ['utmp', 43],
  ['video', 44],
  ['input', 106],
  ['kvm', 107],
  ['render', 108],
  ['sgx', 109],
  ['systemd-journal', 110],
  ['clock', 111],
  ['netdev', 112],
  ['users', 100],
]

export const roost = { uid: 900, gid: 900 } as const

/**
 * Writes passwd, group and shadow. `*` is a password that nothing matches; unlike `!` it does not lock the account,
 * so that root's SSH key works when the owner has put one on the card.
 */
export function layAccounts(tree: Tree): void {
  const passwd = users.map(
    ({ name, id, about, home = '/nonexistent', shell = '/usr/sbin/nologin' }) =>
      `${name}:x:${id}:${groupOf(name, id)}:${about}:${home}:${shell}\n`,
  )
  const own = users.filter((user) => user.id !== 0).map((user) => [groupName(user.name), user.id] as const)
  const rows = [...groups, ...own].sort((a, b) => a[1] - b[1])
  tree.file('etc/passwd', passwd.join(''))
  tree.file('etc/group', rows.map(([name, id]) => `${name}:x:${id}:\n`).join(''))
  tree.file('etc/shadow', users.map(({ name }) => `${name}:*:::::::\n`).join(''), 0o600)
  tree.file('etc/gshadow', rows.map(([name]) => `${name}:*::\n`).join(''), 0o600)
}

const groupName = (user: string): string => (user === 'nobody' ? 'nogroup' : user)
const groupOf = (_name: string, id: number): number => id
