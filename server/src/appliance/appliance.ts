import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeDurably } from '../certificate/durable-file.ts'
import { systemClock } from '../clock.ts'
import { type Command, type CommandIo, UsageError } from '../command-line.ts'
import { endOnCrash } from '../crash.ts'
import { BindError } from '../listen/bind.ts'
import { createLog } from '../log/lines.ts'
import { version } from '../version.ts'
import { boxAddresses } from './addresses.ts'
import { bannerText } from './banner.ts'
import { openBox } from './box.ts'
import { readText } from './files.ts'
import { emptyPreset, type Preset, parsePreset } from './preset.ts'
import { startApp } from './start-app.ts'

/** `roost appliance`: what the box runs from power-on to power-off. */
export const applianceCommand: Command = {
  name: 'appliance',
  summary: 'runs a box: set-up wizard first, mail server afterwards',
  options: [
    ['--data FOLDER', 'everything that lives'],
    ['--run FOLDER', 'what is of this boot only; the text for the screen is written to its file "banner"'],
    ['--preseed FILE', 'what the file on the card asked for, as "roost preseed" wrote it (JSON)'],
    [
      '--data-lost FILE',
      'exists when the data partition could not be mounted: then the box says so and keeps nothing',
    ],
    ['--avahi FOLDER', "avahi's folder of services, to announce the box in the house"],
    ['--http-port N', 'the port of wizard and pages, instead of 80'],
    ['--any-port', 'for trials: free ports instead of the configured ones; the log tells which'],
    ['--set KEY=VALUE', 'wins over the written configuration of the mail server; may be repeated'],
  ],
  run,
}

async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const given = parse(args)
  const preset = await readPreset(given.preseed)
  const log = createLog('info', io.err, { journal: process.env.JOURNAL_STREAM !== undefined })
  endOnCrash(log)
  const stop = Promise.withResolvers<void>()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.resolve())
  const name = preset.hostname ?? hostname().split('.')[0] ?? 'roost'
  const box = await openBox({
    version,
    hostname: name,
    data: given.data,
    run: given.run,
    ...(given.avahi !== undefined && { avahi: given.avahi }),
    preset,
    dataLost: given.dataLost !== undefined && existsSync(given.dataLost),
    httpPort: given.httpPort,
    overrides: given.overrides,
    log,
    clock: systemClock,
    random: randomBytes,
    startMail: (config) => startApp(config, log, given.anyPort),
    addresses: () => boxAddresses(networkInterfaces()),
  }).catch((error: Error) => error)
  if (box instanceof Error) return giveUp(box, name, given.run, io)
  await stop.promise
  await box.stop()
  return 0
}

/** The box cannot even show its wizard: the reason goes to the screen, and systemd tries again. */
async function giveUp(error: Error, name: string, folder: string, io: CommandIo): Promise<number> {
  io.err(`roost appliance: ${error instanceof BindError ? error.message : error.stack}\n`)
  const state = { kind: 'trouble', reason: error.message } as const
  const text = bannerText({ version, hostname: name, urls: [], state, mistakes: [] })
  await writeDurably(join(folder, 'banner'), text, 0o600).catch(() => {})
  return 1
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  let values: ReturnType<typeof read>['values']
  const read = () =>
    parseArgs({
      args: [...args],
      options: {
        data: text,
        run: text,
        preseed: text,
        'data-lost': text,
        avahi: text,
        'any-port': { type: 'boolean' },
        'http-port': text,
        set: { type: 'string', multiple: true },
      },
    })
  try {
    values = read().values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const { data, run, preseed, avahi, set = [] } = values
  if (data === undefined || run === undefined)
    throw new UsageError('--data FOLDER and --run FOLDER are needed')
  const httpPort = Number(values['http-port'] ?? 80)
  if (!Number.isInteger(httpPort) || httpPort < 0 || httpPort > 65_535) {
    throw new UsageError('--http-port is a number from 0 to 65535')
  }
  const anyPort = values['any-port'] === true
  return { data, run, preseed, dataLost: values['data-lost'], avahi, httpPort, anyPort, overrides: set }
}

/** A file that is missing asks for nothing: the card was left as it was. */
async function readPreset(file: string | undefined): Promise<Preset> {
  const text = file === undefined ? undefined : await readText(file)
  return file === undefined || text === undefined ? emptyPreset : parsePreset(text, file)
}
