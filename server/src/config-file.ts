import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type CommandIo, UsageError } from './command-line.ts'
import type { Config } from './config/config.ts'
import { formatConfigError } from './config/error.ts'
import { parseConfig } from './config/parse.ts'

/** Options of every command that reads the configuration. */
export const configOptions = [
  ['--config FILE', 'the configuration (TOML)'],
  ['--set KEY=VALUE', 'one key of it, as ports.https=8443; wins over the file; may be repeated'],
] as const

/** Reads the words of a command. @throws UsageError */
export function configArguments(args: readonly string[], flags: readonly string[] = []) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        set: { type: 'string', multiple: true },
        ...Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' } as const])),
      },
    })
    return values as { config?: string; set?: string[] } & Record<string, unknown>
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/**
 * The configuration that a command was given; every mistake is printed with its place.
 *
 * @returns undefined when it is wrong
 * @throws UsageError when neither file nor `--set` was given
 */
export async function readConfig(
  { config: file, set = [] }: { config?: string; set?: string[] },
  io: CommandIo,
): Promise<Config | undefined> {
  if (file === undefined && set.length === 0) throw new UsageError('--config FILE is missing')
  let text = ''
  if (file !== undefined) {
    try {
      text = await readFile(file, 'utf8')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      io.err(`roost: ${file} cannot be read (${code}). Check the path and its permissions.\n`)
      return undefined
    }
  }
  const result = parseConfig(text, { file: file ?? '--set', overrides: set })
  if ('config' in result) return result.config
  io.err(result.errors.map((error) => `${formatConfigError(error)}\n`).join(''))
  return undefined
}
