import { parse, TomlError } from 'smol-toml'
import { type ConfigError, printableError } from './error.ts'
import { fixedLimits } from './limits.ts'
import { locateKeys, type Position } from './locate.ts'
import { nearest } from './nearest.ts'
import type { Key, Schema } from './schema.ts'

export type Value = string | number | boolean | readonly string[]

/** Values by dotted key, defaults filled in; a key without value and default is absent. */
export type Values = ReadonlyMap<string, Value>

/** `['ports.https=8443', ...]`, as after `--set`. */
export type Overrides = readonly string[]

type Result =
  | { readonly values: Values; readonly placeOf: (key: string) => Place }
  | { readonly errors: readonly ConfigError[] }

/** Where the value of a key was given, for errors found later. */
export type Place = Pick<ConfigError, 'file' | 'line' | 'column'>

/**
 * Checks a TOML text, and `--set` words on top, against a schema. All mistakes are reported at once, each with
 * file, line and column; unknown keys with the nearest known one. Pure.
 */
export function checkToml(text: string, file: string, schema: Schema, overrides: Overrides = []): Result {
  const errors: ConfigError[] = []
  const values = new Map<string, Value>()
  const rows = new Map(schema.map((row) => [row.key, row]))
  for (const row of schema) if (row.default !== undefined) values.set(row.key, row.default)

  if (Buffer.byteLength(text) > fixedLimits.config_bytes.value) {
    return { errors: [{ file, message: `larger than ${fixedLimits.config_bytes.value} bytes` }] }
  }
  const given = new Map<string, Place>()
  let readable = true
  try {
    const table = parse(text, { integersAsBigInt: 'asNeeded' })
    const positions = locateKeys(text)
    for (const [key, value] of leaves(table, rows)) {
      take(key, value, { file, ...positionOf(key, positions) })
    }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    readable = false
    errors.push({ file, line: error.line, column: error.column, message: sentence(error.message) })
  }
  for (const word of overrides) {
    const equals = word.indexOf('=')
    if (equals < 1) {
      errors.push({ file: '--set', message: `"${word}" is not KEY=VALUE, as --set ports.https=8443` })
      continue
    }
    const key = word.slice(0, equals).trim()
    const row = rows.get(key)
    take(key, row === undefined ? '' : fromWord(row, word.slice(equals + 1)), { file: '--set' })
  }
  for (const row of schema) {
    if (row.required && readable && !given.has(row.key)) {
      errors.push({ file, key: row.key, message: `missing; expected ${row.doc}` })
    }
  }
  return errors.length > 0
    ? { errors: errors.map(printableError) }
    : { values, placeOf: (key) => given.get(key) ?? { file } }

  function take(key: string, value: unknown, place: Place) {
    given.set(key, place)
    const row = rows.get(key)
    if (row === undefined) {
      errors.push({ ...place, key, message: unknownKey(key, rows) })
      return
    }
    const expected = mismatch(row, value)
    if (expected === undefined) values.set(key, typeof value === 'bigint' ? Number(value) : (value as Value))
    else errors.push({ ...place, key, message: `expected ${expected}, not ${shown(value)}` })
  }
}

/** What was expected, or `undefined` when the value fits its row. */
function mismatch(row: Key, value: unknown): string | undefined {
  switch (row.type) {
    case 'integer': {
      const fits =
        typeof value === 'number' && Number.isInteger(value) && value >= row.min && value <= row.max
      return fits ? undefined : `a whole number from ${row.min} to ${row.max}`
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false'
    case 'choice':
      return typeof value === 'string' && row.choices.includes(value)
        ? undefined
        : `one of ${row.choices.map((choice) => `"${choice}"`).join(', ')}`
    case 'string':
      return typeof value === 'string' ? row.check?.(value) : 'text in quotes'
    case 'list': {
      if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
        return 'a list of texts, as ["one", "two"]'
      }
      return value.map((item: string) => row.check?.(item)).find((wrong) => wrong !== undefined)
    }
  }
}

/** The value of a `--set` word. Numbers and booleans as in TOML, lists by commas, texts without quotes. */
function fromWord(row: Key, word: string): unknown {
  const trimmed = word.trim()
  switch (row.type) {
    case 'integer':
      return /^-?[0-9][0-9_]*$/.test(trimmed) ? Number(trimmed.replaceAll('_', '')) : trimmed
    case 'boolean':
      return trimmed === 'true' ? true : trimmed === 'false' ? false : trimmed
    case 'list':
      return trimmed
        .replace(/^\[(.*)\]$/s, (whole, inner: string) => (/["',]/.test(inner) ? inner : whole))
        .split(',')
        .map((item) => item.trim().replace(/^(["'])(.*)\1$/, '$2'))
        .filter((item) => item !== '')
    default:
      return word
  }
}

/** Pairs of dotted key and value, down to what the schema calls a key. */
function* leaves(table: object, rows: ReadonlyMap<string, Key>, prefix = ''): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(table)) {
    const key = prefix + name
    const isTable =
      typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
    const known = isTable && [...rows.keys()].some((row) => row.startsWith(`${key}.`))
    if (known) yield* leaves(value, rows, `${key}.`)
    else yield [key, value]
  }
}

/** The position of a key, or of the nearest table around it. */
function positionOf(key: string, positions: ReadonlyMap<string, Position>): Partial<Position> {
  for (let path = key; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const position = positions.get(path)
    if (position !== undefined) return position
  }
  return {}
}

function unknownKey(key: string, rows: ReadonlyMap<string, Key>): string {
  const sections = new Set(
    [...rows.keys()].filter((row) => row.includes('.')).map((row) => row.split('.')[0]!),
  )
  if (sections.has(key)) return `is a section; write [${key}] and its keys below`
  const last = key.slice(key.lastIndexOf('.') + 1)
  const elsewhere = [...rows.keys()].find((row) => row.slice(row.lastIndexOf('.') + 1) === last)
  const meant = elsewhere ?? nearest(key, key.includes('.') ? rows.keys() : [...rows.keys(), ...sections])
  return meant === undefined ? 'unknown key' : `unknown key; did you mean ${meant}?`
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}` : item)) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** smol-toml's message is a title, a sentence and a drawing of the line; the sentence is enough. */
const sentence = (message: string): string =>
  message.split('\n')[0]!.replace(/^Invalid TOML document: /, 'not valid TOML: ')
