import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The house network of a scenario: where the box is, and what it is called. */
export const lan = {
  /** QEMU gives its guests this address, so the box has one address inside and outside. */
  box: '10.0.2.15',
  /** As avahi would announce it. */
  name: 'roost.local',
  /** The domain that the wizard is given: no DNS anywhere knows it. */
  domain: '_test-house.internal',
} as const

const marker = 'ROOST_TEST_LAN'

/** Run by sh inside the new namespaces: $1 is the hosts file, the rest the test. sh stays, to reap orphans. */
const furnish = `
set -e
ip link set lo up
ip address add ${lan.box}/32 dev lo
mount --bind "$1" /etc/hosts
shift
"$@"
`

/**
 * Runs a test file inside a network of its own, where the box owns ports 80 and 443 of {@link lan}.box, names are
 * known by /etc/hosts alone, and nothing else exists. Outside, it starts the file again within, passes the results
 * on and never returns; inside, it returns at once. When the test dies, however it dies, the kernel ends all that
 * was started within.
 *
 * Needs root, or a kernel that lets users make namespaces.
 */
export function enterLan(file: string): void {
  if (process.env[marker] === '1') return
  const folder = mkdtempSync(join(tmpdir(), 'roost-lan-'))
  const hosts = join(folder, 'hosts')
  writeFileSync(hosts, `127.0.0.1 localhost\n${lan.box} ${lan.name} ${lan.domain}\n`)
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
  const inside = spawnSync(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', '--', 'unshare', ...asRoot],
      ...['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'],
      ...['sh', '-c', furnish, 'sh', hosts, process.execPath, ...process.execArgv, file],
    ],
    { stdio: 'inherit', env: { ...process.env, [marker]: '1' } },
  )
  rmSync(folder, { recursive: true, force: true })
  if (inside.error) throw inside.error
  if (inside.status !== 0 && asRoot.length > 0)
    console.error(
      'roost: if the lines above speak of unshare: this test needs root, or user namespaces. ' +
        'Run it as root, or as root once: sysctl kernel.apparmor_restrict_unprivileged_userns=0',
    )
  process.exit(inside.status ?? 1)
}
