import { certificateSource } from './certificate/source.ts'
import type { Command } from './command-line.ts'
import { withoutEffect } from './config/without-effect.ts'
import { configArguments, configOptions, readConfig } from './config-file.ts'

/** `roost check-config`: every mistake of a configuration, without starting or writing anything. */
export const checkConfigCommand: Command = {
  name: 'check-config',
  summary: 'tells every mistake in a configuration',
  options: configOptions,
  async run(args, io) {
    const config = await readConfig(configArguments(args), io)
    if (config === undefined) return 1
    try {
      // Files of others are read; a self-signed identity is made at the first start, not here.
      const source = certificateSource(config)
      if (config.tls !== undefined) await source.load()
    } catch (error) {
      io.err(`${(error as Error).message}\n`)
      return 1
    }
    for (const { key, reason } of withoutEffect(config)) io.out(`${key} has no effect: ${reason}.\n`)
    io.out(`The configuration for ${config.domain} is right.\n`)
    return 0
  },
}
