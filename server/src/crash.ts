import type { Log } from './log/log.ts'

/**
 * A mistake of ours ends the process with one line in the log, people taken out, instead of a bare stack. State in
 * memory cannot be trusted then; what was promised is on the disk, and the supervisor starts anew.
 */
export function endOnCrash(log: Log): void {
  process.on('uncaughtException', (error: unknown) => {
    log.error('crash', { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    process.exit(70)
  })
}
