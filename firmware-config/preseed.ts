import { checkToml, type Value, type Values } from '../server/src/config/toml.ts'
import { preseedSchema } from './preseed-schema.ts'

export interface PreseedMistake {
  readonly file: string
  readonly line?: number
  readonly message: string
}

export interface Wifi {
  readonly ssid: string
  readonly password?: string
  readonly country?: string
}

/** What roost.toml on the card asks for. */
export interface Preseed {
  readonly errors: readonly PreseedMistake[]
  /** What is right, by dotted key, for the appliance; Wi-Fi and SSH, which are not its business, stay out. */
  readonly settings: Readonly<Record<string, Value>>
  readonly wifi?: Wifi
  readonly sshKey?: string
}

/** No more mistakes than a page can show, and an end for text that is not TOML at all. */
const mostMistakes = 20

/**
 * Reads roost.toml. A mistake never stops the boot and never takes the rest along: the wrong line is reported, taken
 * out, and what remains is read again, so that a misspelt key does not cost the Wi-Fi that the owner needs to see the
 * message. Pure.
 */
export function readPreseed(text: string, file = 'roost.toml'): Preseed {
  const errors: PreseedMistake[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  let values: Values = new Map()
  let passwordLost = false
  while (errors.length < mostMistakes) {
    const result = checkToml(lines.join('\n'), file, preseedSchema)
    if ('values' in result) {
      values = result.values
      break
    }
    const places = new Set<number>()
    for (const { line, key, message } of result.errors) {
      errors.push({ file, ...(line !== undefined && { line }), message: sentence(key, message) })
      if (line !== undefined && (lines[line - 1] ?? '') !== '') places.add(line - 1)
    }
    if (places.size === 0) break
    for (const index of places) {
      passwordLost ||= lines[index]!.includes('password')
      lines[index] = ''
    }
  }
  const { wifi, ...rest } = sort(values, file, errors)
  return {
    ...rest,
    // A network whose password was misspelt is not an open one.
    ...(wifi !== undefined && !passwordLost && { wifi }),
    errors: errors.slice(0, mostMistakes).sort(byLine),
  }
}

/** Mistakes are shown to whoever opens the wizard, so a message about a secret does not repeat it. */
function sentence(key: string | undefined, message: string): string {
  if (key === undefined) return message
  return `${key}: ${secrets.has(key) ? message.replace(/, not .*$/s, '') : message}`
}

const secrets = new Set(['wifi.password', 'setup_code', 'ssh_key'])

function sort(values: Values, file: string, errors: PreseedMistake[]): Omit<Preseed, 'errors'> {
  const settings: Record<string, Value> = {}
  for (const [key, value] of values)
    if (key !== 'ssh_key' && !key.startsWith('wifi.')) settings[key] = plain(key, value)
  const text = (key: string) => values.get(key) as string | undefined
  const [ssid, password, country, sshKey] = ['wifi.ssid', 'wifi.password', 'wifi.country', 'ssh_key'].map(
    text,
  )
  if (ssid === undefined && (password !== undefined || country !== undefined)) {
    errors.push({
      file,
      message: 'wifi.ssid: missing; without the name of the network its password is of no use',
    })
  }
  return {
    settings,
    ...(ssid !== undefined && {
      wifi: { ssid, ...(password !== undefined && { password }), ...(country !== undefined && { country }) },
    }),
    ...(sshKey !== undefined && { sshKey: sshKey.trim() }),
  }
}

/** Setup codes are written with or without dashes; everyone behind this point sees letters and digits alone. */
const plain = (key: string, value: Value): Value =>
  key === 'setup_code' && typeof value === 'string' ? value.toUpperCase().replace(/[^A-Z0-9]/g, '') : value

const byLine = (a: PreseedMistake, b: PreseedMistake): number => (a.line ?? 0) - (b.line ?? 0)
