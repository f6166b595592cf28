import type { Check, Key, Schema } from '../server/src/config/schema.ts'
import { serverSchema } from '../server/src/config/schema.ts'
import { codeLength, normaliseSetupCode } from '../setup-wizard/setup-code.ts'

/** A label of a host name (RFC 1123 section 2.1), lower case, as people see it before `.local`. */
export const hostname: Check = (value) =>
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(value)
    ? undefined
    : 'one word of lower-case letters, digits and "-", as roost'

export const setupCode: Check = (value) =>
  normaliseSetupCode(value).length === codeLength && value.length <= 4 * codeLength
    ? undefined
    : `${codeLength} letters and digits, as "ABCD-3479"`

/** One public key as in `~/.ssh/id_ed25519.pub`; the type inside the encoded part must be the one named (RFC 4253 section 6.6). */
export const sshKey: Check = (value) => {
  if (value.includes('PRIVATE KEY'))
    return 'the public key (the file that ends in .pub), never the private one'
  const [type = '', encoded = ''] = value.trim().split(/ +/)
  const known =
    /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/
  const inside = Buffer.from(encoded, 'base64')
  const length = inside.length > 4 ? inside.readUInt32BE(0) : 0
  const named = inside.subarray(4, 4 + length).toString('latin1')
  const plain = /^[\x20-\x7e\u00a0-\uffff]*$/.test(value) && value.length <= 2000
  return plain && known.test(type) && /^[A-Za-z0-9+/]+=*$/.test(encoded) && named === type
    ? undefined
    : 'one line from a public key file, as "ssh-ed25519 AAAA... you@laptop"'
}

/** 1 to 32 bytes (IEEE 802.11 section 9.4.2.2). */
export const ssid: Check = (value) => {
  const bytes = Buffer.byteLength(value)
  return bytes >= 1 && bytes <= 32 && !/[\x00-\x1f\x7f]/.test(value)
    ? undefined
    : 'a network name of 1 to 32 bytes'
}

/** A passphrase of 8 to 63 printable ASCII characters, or the key itself in 64 hexadecimal digits. */
export const wifiPassword: Check = (value) =>
  /^[\x20-\x7e]{8,63}$/.test(value) || /^[0-9a-fA-F]{64}$/.test(value)
    ? undefined
    : 'a password of 8 to 63 characters without accents, or no line at all for an open network'

export const country: Check = (value) =>
  /^[A-Z]{2}$/.test(value) ? undefined : 'two capital letters, as "DE"'

const own: Schema = [
  { key: 'hostname', type: 'string', check: hostname, doc: 'the name of the box on its network' },
  { key: 'setup_code', type: 'string', check: setupCode, doc: 'the code the wizard asks for' },
  { key: 'ssh_key', type: 'string', check: sshKey, doc: 'a public key that may log in as root' },
  { key: 'wifi.ssid', type: 'string', check: ssid, doc: 'name of the Wi-Fi network' },
  { key: 'wifi.password', type: 'string', check: wifiPassword, doc: 'its password' },
  { key: 'wifi.country', type: 'string', check: country, doc: 'country whose radio rules hold' },
]

/** Keys of the server that the box decides itself. */
const decided = new Set(['data', 'tls.cert', 'tls.key'])

/** Keys of roost.toml on the card: the box's own, and the server's without defaults, since nothing has to be said. */
export const preseedSchema: Schema = [
  ...own,
  ...serverSchema.filter((row) => !decided.has(row.key)).map(optional),
]

function optional(row: Key): Key {
  const {
    default: _default,
    required: _required,
    ...rest
  } = row as Key & { default?: unknown; required?: unknown }
  return rest as Key
}
