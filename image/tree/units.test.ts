import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { Tree } from './tree.ts'
import { enableUnits, masked, wants } from './units.ts'

const folder = new URL('../overlay/usr/lib/systemd/system/', import.meta.url)
const names = (await readdir(folder)).sort()

/** Values by key, in the order given; a key may come several times. */
const read = async (name: string): Promise<Map<string, string[]>> => {
  const values = new Map<string, string[]>()
  for (const line of (await readFile(new URL(name, folder), 'utf8')).split('\n')) {
    if (line === '' || /^[#[]/.test(line)) continue
    const [key, ...rest] = line.split('=')
    assert.match(key!, /^[A-Z][A-Za-z]+$/, `${name}: ${line}`)
    values.set(key!, [...(values.get(key!) ?? []), rest.join('=')])
  }
  return values
}

test('every unit of ours is started by something, and says what it is', async () => {
  const wanted = new Set(Object.values(wants).flat())
  const started = new Map([
    ['roost-banner.service', 'roost-banner.path'],
    ['roost-wifi.service', 'a device rule'],
  ])
  for (const name of names) {
    assert.ok(wanted.has(name) || started.has(name), `nothing starts ${name}`)
    assert.ok((await read(name)).get('Description')?.[0], name)
  }
})

test('the server holds one capability, writes to two folders, and cannot become more', async () => {
  const unit = await read('roost.service')
  assert.deepEqual(unit.get('User'), ['roost'])
  assert.deepEqual(unit.get('CapabilityBoundingSet'), ['CAP_NET_BIND_SERVICE'])
  assert.deepEqual(unit.get('AmbientCapabilities'), ['CAP_NET_BIND_SERVICE'])
  assert.deepEqual(unit.get('ProtectSystem'), ['strict'])
  assert.deepEqual(unit.get('ReadWritePaths'), ['/data/roost /run/roost-avahi'])
  assert.deepEqual(unit.get('Restart'), ['always'])
  for (const key of [
    'NoNewPrivileges',
    'PrivateTmp',
    'PrivateDevices',
    'ProtectHome',
    'RestrictNamespaces',
  ]) {
    assert.deepEqual(unit.get(key), ['yes'], key)
  }
  assert.equal(unit.has('MemoryDenyWriteExecute'), false, 'V8 would not start')
})

test('the page does not wait for the network', async () => {
  const unit = await read('roost.service')
  for (const key of ['After', 'Requires', 'Wants']) {
    assert.doesNotMatch((unit.get(key) ?? []).join(' '), /network|sysinit|basic/, key)
  }
})

test('every program of ours that runs as root gives up what it does not need', async () => {
  for (const name of ['roost-preseed.service', 'roost-banner.service', 'roost-grow.service']) {
    const unit = await read(name)
    assert.ok(unit.get('CapabilityBoundingSet')?.[0], name)
    for (const key of ['NoNewPrivileges', 'PrivateNetwork', 'ProtectHome', 'RestrictNamespaces']) {
      assert.deepEqual(unit.get(key), ['yes'], `${name} ${key}`)
    }
    assert.deepEqual(unit.get('ProtectSystem'), ['strict'], name)
  }
})

test('SSH starts only with a key on the card, and no login exists on any console', async () => {
  const ssh = await read('roost-ssh.service')
  assert.deepEqual(ssh.get('ConditionPathExists'), ['/run/roost-preseed/authorized_keys'])
  const config = await readFile(new URL('../overlay/etc/ssh/sshd_config', import.meta.url), 'utf8')
  assert.match(config, /^AuthenticationMethods publickey$/m)
  assert.match(config, /^PasswordAuthentication no$/m)
  for (const unit of [
    'getty@.service',
    'serial-getty@.service',
    'ssh.service',
    'ssh.socket',
    'debug-shell.service',
  ]) {
    assert.ok(masked.includes(unit), unit)
  }
})

test('the firewall lets in what the server serves, and SSH only through its own set', async () => {
  const rules = await readFile(new URL('../overlay/etc/nftables.conf', import.meta.url), 'utf8')
  const ports = /set services \{[^}]*elements = \{ ([^}]*) \}/.exec(rules)?.[1]?.split(', ').map(Number)
  assert.deepEqual(ports, [25, 80, 143, 443, 465, 587, 993])
  assert.match(rules, /hook input .*policy drop/)
  assert.match(rules, /hook forward .*policy drop/)
})

test('what packages enable is replaced by the list', () => {
  const tree = new Tree()
  const system = 'usr/lib/systemd/system'
  for (const unit of Object.values(wants).flat()) tree.file(`${system}/${unit}`, '')
  tree.symlink(`${system}/multi-user.target.wants/getty.target`, '../getty.target')
  tree.symlink('etc/systemd/system/sshd.service', '/usr/lib/systemd/system/ssh.service')
  enableUnits(tree)
  assert.equal(tree.has(`${system}/multi-user.target.wants/getty.target`), false)
  assert.equal(tree.has('etc/systemd/system/sshd.service'), false)
  assert.deepEqual(tree.get(`${system}/multi-user.target.wants/roost.service`), {
    kind: 'symlink',
    target: '../roost.service',
  })
  assert.deepEqual(tree.get('etc/systemd/system/getty@.service'), { kind: 'symlink', target: '/dev/null' })
  tree.remove((path) => path.endsWith('system/roost.service'))
  assert.throws(() => enableUnits(tree), /no package holds the unit roost.service/)
})
