import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'

/** The house network of a scenario: where the box is, and what it is called. */
export const lan = {
  /** QEMU gives its guests this address, so the box has one address inside and outside. */
  box: '10.0.2.15',
  /** As avahi would announce it. */
  name: 'roost.local',
  /** The domain that the wizard is given: no DNS anywhere knows it. */
  domain: '_test-house.internal',
} as const

/** Visitors come from here: QEMU hands their address on, and the box would not believe its own. */
const router = '10.0.2.2'

const marker = 'ROOST_TEST_LAN'

/** Run by sh inside the new namespaces: $1 and $2 go into the files about names, the rest the test. sh stays, to reap orphans. */
const furnish = `
set -e
ip link set lo up
ip address add ${lan.box}/32 dev lo
ip address add ${router}/32 dev lo
ip route replace local ${lan.box} dev lo src ${router} table local
mount -t tmpfs tmpfs /mnt
printf %s "$1" > /mnt/hosts
printf %s "$2" > /mnt/resolv.conf
mount --bind /mnt/hosts /etc/hosts
[ ! -e /etc/resolv.conf ] || mount --bind /mnt/resolv.conf /etc/resolv.conf
shift 2
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
  if (process.env[marker] === '1') {
    answerNames()
    return
  }
  const hosts = `127.0.0.1 localhost\n${lan.box} ${lan.name} ${lan.domain}\n`
  const resolver = 'nameserver 127.0.0.1\n'
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
  const inside = spawnSync(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', '--', 'unshare', ...asRoot],
      ...['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'],
      ...[
        'sh',
        '-c',
        furnish,
        'sh',
        hosts,
        resolver,
        process.execPath,
        ...process.execArgv,
        file,
        ...process.argv.slice(2),
      ],
    ],
    { stdio: 'inherit', env: { ...process.env, [marker]: '1' } },
  )
  if (inside.error) throw inside.error
  if (inside.status !== 0 && asRoot.length > 0)
    console.error(
      'roost: if the lines above speak of unshare: this test needs root, or user namespaces. ' +
        'Run it as root, or as root once: sysctl kernel.apparmor_restrict_unprivileged_userns=0',
    )
  process.exit(inside.status ?? 1)
}

/** The name server of the house's router, which has never heard of any name: a quick no, as in real life. */
function answerNames(): void {
  const server = createSocket('udp4')
  server.on('message', (query, { port, address }) => {
    if (query.length < 12) return
    let end = 12
    while (end < query.length && query[end] !== 0) end += query[end]! + 1
    // Header and question come back (RFC 1035 section 4.1): an answer, recursion available, NXDOMAIN, no records.
    const answer = Buffer.from(query.subarray(0, end + 5))
    answer.writeUInt16BE(0x8183, 2)
    answer.fill(0, 6, 12)
    server.send(answer, port, address)
  })
  server.on('error', () => {})
  server.bind(53, '127.0.0.1').unref()
}
