import { applianceCommand } from './appliance/appliance.ts'
import { preseedCommand } from './appliance/preseed-command.ts'
import { checkConfigCommand } from './check-config.ts'
import { type Command, type CommandIo, UsageError } from './command-line.ts'
import { serveCommand } from './serve.ts'
import { version } from './version.ts'

const commands: readonly Command[] = [serveCommand, applianceCommand, preseedCommand, checkConfigCommand]

/** Runs `roost` with the words after its name. Resolves with the exit code: 2 for wrong usage, 1 for failure. */
export async function main(words: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...args] = words
  if (name === '--version' || name === '-V') {
    io.out(`roost ${version}\n`)
    return 0
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io[name === undefined ? 'err' : 'out'](usage())
    return name === undefined ? 2 : 0
  }
  const command = commands.find((row) => row.name === name)
  if (command === undefined) {
    io.err(`roost: there is no command "${name}". Commands: ${commands.map((row) => row.name).join(', ')}.\n`)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    io.out(usageOf(command))
    return 0
  }
  try {
    return await command.run(args, io)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    io.err(`roost ${command.name}: ${error.message}\n\n${usageOf(command)}`)
    return 2
  }
}

const usage = (): string =>
  [
    'Roost: a chatmail server for a house.',
    '',
    ...commands.map(({ name, summary }) => `  roost ${name.padEnd(14)}${summary}`),
    `  roost ${'--version'.padEnd(14)}the version`,
    '',
    'roost COMMAND --help tells the options of a command.',
    '',
  ].join('\n')

const usageOf = ({ name, summary, options }: Command): string =>
  [
    `roost ${name}: ${summary}`,
    '',
    ...options.map(([option, meaning]) => `  ${option.padEnd(18)} ${meaning}`),
    '',
  ].join('\n')

if (import.meta.main || process.env.ROOST_VERSION !== undefined) {
  process.exitCode = await main(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  })
}
