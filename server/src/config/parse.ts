import type { Config, Limits, Ports } from './config.ts'
import type { ConfigError } from './error.ts'
import { serverSchema } from './schema.ts'
import { checkToml, type Overrides, type Place, type Values } from './toml.ts'

/**
 * The configuration from the text of its file and the words after `--set`. Pure: no file is opened.
 * Either a complete configuration or every mistake at once.
 */
export function parseConfig(
  text: string,
  { file, overrides = [] }: { file: string; overrides?: Overrides },
): { readonly config: Config } | { readonly errors: readonly ConfigError[] } {
  const checked = checkToml(text, file, serverSchema, overrides)
  if ('errors' in checked) return checked
  const config = configFromValues(checked.values)
  const errors = [...halfTls(checked.values, checked.placeOf), ...contradictions(config, checked.placeOf)]
  return errors.length > 0 ? { errors } : { config }
}

/** Puts checked values of {@link serverSchema} (or a schema that extends it) into the shape of {@link Config}. */
export function configFromValues(values: Values): Config {
  const cert = values.get('tls.cert') as string | undefined
  const key = values.get('tls.key') as string | undefined
  return {
    domain: values.get('domain') as string,
    data: values.get('data') as string,
    listen: values.get('listen') as readonly string[],
    reachable: values.get('reachable') as readonly string[],
    ports: section(values, 'ports') as unknown as Ports,
    limits: section(values, 'limits') as unknown as Limits,
    log: { level: values.get('log.level') as Config['log']['level'] },
    ...(cert === undefined || key === undefined ? {} : { tls: { cert, key } }),
  }
}

const section = (values: Values, name: string): Record<string, unknown> =>
  Object.fromEntries(
    [...values]
      .filter(([key]) => key.startsWith(`${name}.`))
      .map(([key, value]) => [key.slice(name.length + 1), value]),
  )

/** Mistakes that no key shows alone. */
export function contradictions(config: Config, placeOf: (key: string) => Place): ConfigError[] {
  const errors: ConfigError[] = []
  const refuse = (key: string, message: string) => errors.push({ ...placeOf(key), key, message })
  if (config.listen.length === 0) refuse('listen', 'expected at least one address, as ["::"]')

  const used = new Map<number, string>()
  for (const [name, port] of Object.entries(config.ports)) {
    const other = used.get(port)
    if (port !== 0 && other !== undefined) refuse(`ports.${name}`, `${port} is already ports.${other}`)
    used.set(port, name)
  }
  const ordered = [
    ['name_min', 'name_max'],
    ['message_bytes', 'mailbox_bytes'],
  ] as const
  for (const [less, more] of ordered) {
    const [low, high] = [config.limits[less], config.limits[more]]
    if (low > high) refuse(`limits.${less}`, `${low} is more than limits.${more}, which is ${high}`)
  }
  return errors
}

/** A certificate without its key, or the reverse. */
function halfTls(values: Values, placeOf: (key: string) => Place): ConfigError[] {
  for (const [given, missing] of [
    ['tls.cert', 'tls.key'],
    ['tls.key', 'tls.cert'],
  ] as const) {
    if (values.has(given) && !values.has(missing)) {
      return [{ ...placeOf(given), key: given, message: `needs ${missing} beside it` }]
    }
  }
  return []
}
