import assert from 'node:assert/strict'
import { readPreseed } from '../../../firmware-config/preseed.ts'
import { defaultRoostToml } from '../../../firmware-config/roost-toml.ts'
import { wpaSupplicantConf } from '../../../firmware-config/wpa-supplicant.ts'
import { parsePreset } from '../../src/appliance/preset.ts'
import { formatConfigError } from '../../src/config/error.ts'
import { configurableLimits } from '../../src/config/limits.ts'
import { parseConfig } from '../../src/config/parse.ts'
import { serverSchema } from '../../src/config/schema.ts'
import { type Language, mutated } from '../mutate.ts'
import type { Random } from '../random.ts'
import { Input, type Target } from '../target.ts'

const tokens = [
  ...[
    '[',
    ']',
    '[[',
    ']]',
    '=',
    '"',
    '"""',
    "'''",
    '#',
    '\n',
    '{',
    '}',
    '.',
    ',',
    'true',
    'nan',
    '-inf',
    '0b1',
  ],
  ...[
    '1979-05-27T07:32:00Z',
    '__proto__',
    'constructor',
    '"\\u0000"',
    '"\\ud800"',
    '[ports]\n',
    '[limits]\n',
  ],
  ...serverSchema.map(({ key }) => `${key} = `),
]

const serverToml: Language = {
  seeds: [
    'domain = "chat.example.org"\ndata = "/srv/mail"\nlisten = ["::", "127.0.0.1"]\n',
    'domain = "_roost.test"\nreachable = ["roost.local"]\n[ports]\nhttps = 8443\nsmtp = 0\n[limits]\nmail_days = 20\n',
    `domain = "[192.0.2.1]"\n[limits]\n${Object.entries(configurableLimits)
      .map(([name, row]) => `${name} = ${row.default}`)
      .join('\n')}\n[log]\nlevel = "debug"\n`,
    'domain = "a.example"\n[tls]\ncert = "/etc/c.pem"\nkey = "/etc/k.pem"\n',
  ],
  tokens,
}

/** The configuration file of the server: values or complete complaints, never an exception. */
export const toml: Target = {
  name: 'toml',
  async open() {
    return { tryOne: tryToml, close: async () => {} }
  },
}

const tryToml = (random: Random): void => {
  const octets = mutated(serverToml, random)
  const text = octets.toString(random.once(2) ? 'utf8' : 'latin1')
  const overrides = random.once(3) ? text.split('\n').slice(0, 3) : []
  try {
    const parsed = parseConfig(text, { file: 'roost.toml', overrides })
    if ('config' in parsed) {
      for (const [name, row] of Object.entries(configurableLimits)) {
        const value: number = parsed.config.limits[name as keyof typeof configurableLimits]
        assert.ok(value >= row.min && value <= row.max, `${name} = ${value}`)
      }
      return
    }
    assert.ok(parsed.errors.length > 0, 'refused without a reason')
    const lines = text.split('\n').length
    for (const error of parsed.errors) {
      assert.ok(
        error.line === undefined || (error.line >= 1 && error.line <= lines + 1),
        `line ${error.line}`,
      )
      assert.notEqual(error.message, '')
      assert.doesNotMatch(
        formatConfigError(error),
        /[\0-\x08\x0b-\x1f\x7f]/,
        'control characters for a terminal',
      )
    }
  } catch (error) {
    throw new Input(octets, error)
  }
}

const cardToml: Language = {
  seeds: [
    defaultRoostToml,
    defaultRoostToml.replaceAll(/^# ?(?=[a-z_]+ =|\[)/gm, ''),
    'domain = "_house.test"\nhostname = "roost"\nsetup_code = "ACDE-3467"\n[wifi]\nssid = "Our house"\n' +
      'password = "secret wifi"\ncountry = "DE"\n',
    'ssh_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx me@there"\n[limits]\nmail_days = 3\n',
  ],
  tokens: [...tokens, 'wifi.ssid = "x"\n', 'password = "', '\\n', '\\"\\n}\\nnetwork={', '\xef\xbb\xbf'],
}

/** The file on the card: whatever it says, the box starts, and no value leaves its line. */
export const preseed: Target = {
  name: 'preseed',
  async open() {
    return { tryOne: tryPreseed, close: async () => {} }
  },
}

const tryPreseed = (random: Random): void => {
  const octets = mutated(cardToml, random)
  const text = octets.toString(random.once(2) ? 'utf8' : 'latin1')
  try {
    const read = readPreseed(text)
    assert.ok(read.errors.length <= 20)
    for (const { message } of read.errors) assert.notEqual(message, '')
    if (read.wifi !== undefined) {
      const conf = wpaSupplicantConf(read.wifi)
      const shape =
        /^(?:country=[A-Z]{2}\n)?network=\{\n {2}ssid=(?:[0-9a-f]{2}){1,32}\n {2}scan_ssid=1\n(?: {2}key_mgmt=NONE|(?: {2}psk=(?:"[\x20-\x7e\x80-\u{10ffff}]{1,63}"|[0-9a-fA-F]{64}))\n {2}key_mgmt=WPA-PSK WPA-PSK-SHA256 SAE\n {2}ieee80211w=1)\n\}\n$/u
      assert.match(conf, shape)
    }
    if (read.sshKey !== undefined) assert.doesNotMatch(read.sshKey, /[\r\n\0]/)
    const preset = parsePreset(JSON.stringify(read), 'preset.json')
    assert.deepEqual(preset.settings, JSON.parse(JSON.stringify(read.settings)))
    parsePreset(text, 'preset.json')
  } catch (error) {
    throw new Input(octets, error)
  }
}
