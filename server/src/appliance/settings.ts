import { stringify } from 'smol-toml'
import type { SetupAnswers } from '../../../setup-wizard/steps.ts'
import type { Config } from '../config/config.ts'
import { formatConfigError } from '../config/error.ts'
import { parseConfig } from '../config/parse.ts'
import { serverSchema } from '../config/schema.ts'
import type { Overrides } from '../config/toml.ts'

/** What the mail server's configuration is made from. */
export interface SettingsSource {
  readonly answers: SetupAnswers
  readonly data: string
  readonly hostname: string
  readonly addresses: readonly string[]
  /** Settings of the card's file by dotted key; those that the server does not know belong to others. */
  readonly preset: Readonly<Record<string, unknown>>
}

const head = `# Written by Roost at each start from the answers given in set-up and the roost.toml on the card.
# Changes in this file are lost.

`

/** Keys that the appliance decides: where things lie, and that port 80 is its own. */
const decided = new Set(['domain', 'data', 'reachable', 'ports.http'])

/** Under which names the house reaches the box. */
export const reachableNames = (addresses: readonly string[], hostname: string): readonly string[] => [
  ...addresses,
  `${hostname}.local`,
]

/** The configuration file of the mail server. Pure. */
export function settingsText({ answers, data, hostname, addresses, preset }: SettingsSource): string {
  const table: Record<string, unknown> = {
    domain: answers.domain,
    data,
    reachable: reachableNames(addresses, hostname),
    ports: { http: 0 },
  }
  for (const { key } of serverSchema) {
    const value = preset[key]
    if (value === undefined || decided.has(key)) continue
    const [section, name] = key.split('.') as [string, string?]
    if (name === undefined) table[section] = value
    else table[section] = { ...(table[section] as object | undefined), [name]: value }
  }
  return `${head}${stringify(table)}\n`
}

/** Reads the text back as the server will; throws an `Error` with every mistake, one per line. */
export function settingsConfig(text: string, file: string, overrides: Overrides): Config {
  const parsed = parseConfig(text, { file, overrides: [...overrides, 'ports.http=0'] })
  if ('errors' in parsed) throw new Error(parsed.errors.map(formatConfigError).join('\n'))
  return parsed.config
}
