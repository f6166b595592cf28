import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPreseed } from './preseed.ts'
import { defaultPreseedResult, defaultRoostToml } from './roost-toml.ts'
import { wpaSupplicantConf } from './wpa-supplicant.ts'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@laptop'
const messages = (text: string) =>
  readPreseed(text).errors.map(({ line, message }) => `${line ?? '-'} ${message}`)

test('the file on a fresh card asks for nothing, as the system that does not read it believes', () => {
  assert.deepEqual(readPreseed(defaultRoostToml), defaultPreseedResult)
})

test('every line of the fresh file means what it says once its # is taken away', () => {
  const all = defaultRoostToml.replace(/^#(?! )/gm, '').replace(/ssh-ed25519 AAAA[^"]*/, key)
  const { errors, settings, wifi, sshKey } = readPreseed(all)
  assert.deepEqual(errors, [])
  assert.deepEqual(settings, { hostname: 'roost', setup_code: 'ABCD2345', domain: '_roost' })
  assert.deepEqual(wifi, { ssid: 'my network', password: 'its password', country: 'DE' })
  assert.equal(sshKey, key)
})

test('keys of the server are understood, without their defaults', () => {
  const { errors, settings } = readPreseed('domain = "_nest"\n[limits]\nmessages_per_minute = 30\n')
  assert.deepEqual(errors, [])
  assert.deepEqual(settings, { domain: '_nest', 'limits.messages_per_minute': 30 })
})

test('a setup code may be written as the screen shows it', () => {
  assert.deepEqual(readPreseed('setup_code = "acde-3479"').settings, { setup_code: 'ACDE3479' })
})

test('what Windows editors leave behind does no harm', () => {
  assert.deepEqual(readPreseed('\uFEFFhostname = "nest"\r\n[wifi]\r\nssid = "x"\r\n').errors, [])
})

test('a mistake costs itself alone', () => {
  const text = 'hostnam = "x"\nhostname = "garden"\n[wifi]\nssid = "n"\npassword = "long enough"\nfoo =\n'
  const { errors, settings, wifi } = readPreseed(text)
  assert.deepEqual(
    errors.map((error) => error.line),
    [1, 6],
  )
  assert.match(errors[0]!.message, /hostnam.*hostname\?/)
  assert.deepEqual(settings, { hostname: 'garden' })
  assert.deepEqual(wifi, { ssid: 'n', password: 'long enough' })
})

test('a wrong Wi-Fi password is not shown, and does not make the network an open one', () => {
  for (const line of [
    'password = "hunter2"',
    'password = "hunter2\u00e9\u00e9\u00e9"',
    'password = hunter2',
  ]) {
    const { errors, wifi } = readPreseed(`[wifi]\nssid = "n"\n${line}\n`)
    assert.equal(errors.length, 1, line)
    assert.equal(errors[0]!.line, 3, line)
    assert.doesNotMatch(JSON.stringify(errors), /hunter2/, line)
    assert.equal(wifi, undefined, line)
  }
})

for (const [text, expected] of [
  ['hostname = "My Box"', /^1 hostname: expected one word/],
  ['setup_code = "short"', /^1 setup_code: expected 8 letters/],
  ['ssh_key = "-----BEGIN OPENSSH PRIVATE KEY-----"', /^1 ssh_key: expected the public key/],
  ['ssh_key = "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"', /^1 ssh_key:/],
  ['ssh_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnk\\ncommand=x"', /^1 ssh_key:/],
  ['[wifi]\nssid = ""', /^2 wifi.ssid: expected a network name/],
  ['[wifi]\ncountry = "Germany"', /^2 wifi.country: expected two capital letters/],
  ['[wifi]\npassword = "long enough"', /^- wifi.ssid: missing/],
  ['data = "/etc"', /^1 data: unknown key/],
] as const) {
  test(`${JSON.stringify(text)} is told with its line`, () => assert.match(messages(text)[0] ?? '', expected))
}

test('text that is no TOML at all ends with at most twenty mistakes', () => {
  const started = performance.now()
  const { errors, settings } = readPreseed('\u0000\u0001 = [\n'.repeat(2000))
  assert.ok(errors.length >= 1 && errors.length <= 20)
  assert.deepEqual(settings, {})
  assert.ok(performance.now() - started < 3000)
})

test('wpa_supplicant: a name cannot leave its line, an open network is said to be one', () => {
  const conf = wpaSupplicantConf({ ssid: 'a"\nkey_mgmt=NONE', password: 'it"s # long', country: 'DE' })
  assert.match(conf, /^country=DE$/m)
  assert.match(conf, /^ {2}ssid=61220a6b65795f6d676d743d4e4f4e45$/m)
  assert.match(conf, /^ {2}psk="it"s # long"$/m)
  assert.doesNotMatch(conf, /^ {2}key_mgmt=NONE/m)
  assert.match(wpaSupplicantConf({ ssid: 'x' }), /^ {2}key_mgmt=NONE$/m)
  const hex = 'ab'.repeat(32)
  assert.match(wpaSupplicantConf({ ssid: 'x', password: hex }), new RegExp(`^ {2}psk=${hex}$`, 'm'))
})

test('a wrong key written with escapes does not cost the Wi-Fi either', () => {
  const { wifi, errors } = readPreseed('"\\u0061b" = 1\n[wifi]\nssid = "house"\ncountry = "DE"\n')
  assert.deepEqual(wifi, { ssid: 'house', country: 'DE' })
  assert.deepEqual(errors, [{ file: 'roost.toml', line: 1, message: 'ab: unknown key' }])
})
