import { randomBytes } from 'node:crypto'
import { type App, createApp } from './app.ts'
import { CertificateError } from './certificate/source.ts'
import { systemClock } from './clock.ts'
import type { Command, CommandIo } from './command-line.ts'
import { fixedLimits } from './config/limits.ts'
import { withoutEffect } from './config/without-effect.ts'
import { configArguments, configOptions, readConfig } from './config-file.ts'
import { endOnCrash } from './crash.ts'
import { DataInUseError } from './data-lock.ts'
import { BindError } from './listen/bind.ts'
import { createLog } from './log/lines.ts'
import { DatabaseError } from './store/store.ts'

/** `roost serve`: the mail server in the foreground, until SIGTERM or SIGINT. */
export const serveCommand: Command = {
  name: 'serve',
  summary: 'runs the mail server',
  options: [
    ...configOptions,
    ['--any-port', 'for trials: free ports instead of the configured ones; the log tells which'],
  ],
  async run(args, io) {
    const given = configArguments(args, ['any-port'])
    const config = await readConfig(given, io)
    if (config === undefined) return 1
    const log = createLog(config.log.level, io.out, { journal: process.env.JOURNAL_STREAM !== undefined })
    endOnCrash(log)
    for (const { key, reason } of withoutEffect(config)) log.warn('config.without_effect', { key, reason })
    const asked = stopAsked()
    let app: App | undefined
    try {
      app = await createApp(config, {
        log,
        clock: systemClock,
        random: randomBytes,
        anyPort: given['any-port'] === true,
      })
      await app.start()
    } catch (error) {
      await app?.stop(0)
      return explain(error, io)
    }
    await asked
    await app.stop(fixedLimits.stop_grace_ms.value)
    return 0
  },
}

/** Resolves with the first signal to stop; the second one ends the process at once. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const onSignal = () => {
      if (asked) process.exit(1)
      asked = true
      resolve()
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  })
}

/** Mistakes of the operator are sentences; anything else is ours and keeps its stack. */
function explain(error: unknown, io: CommandIo): number {
  const { code, message, path } = error as NodeJS.ErrnoException
  const kinds = [BindError, CertificateError, DataInUseError, DatabaseError]
  const ours = kinds.some((kind) => error instanceof kind)
  if (ours) io.err(`roost: ${message}\n`)
  else if (code === 'EACCES' || code === 'EROFS' || code === 'ENOENT' || code === 'ENOTDIR') {
    io.err(`roost: ${path ?? 'the data folder'} cannot be used (${code}). Check data and its permissions.\n`)
  } else throw error
  return 1
}
