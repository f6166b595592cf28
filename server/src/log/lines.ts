import type { Config } from '../config/config.ts'
import type { Log, LogFields } from './log.ts'
import { withoutPeople } from './redact.ts'

const levels = ['debug', 'info', 'warn', 'error'] as const
type Level = (typeof levels)[number]

/** syslog's numbers, which journald reads from the line's start (sd-daemon(3)). */
const priorities: Readonly<Record<Level, number>> = { debug: 7, info: 6, warn: 4, error: 3 }

/**
 * Lines of `event key=value ...`. Values with blanks are in quotes. Nothing that looks like the address of a
 * person or a machine gets through.
 */
export function createLog(
  level: Config['log']['level'],
  write: (line: string) => void,
  { journal = false }: { journal?: boolean } = {},
): Log {
  const least = levels.indexOf(level)
  const logger = (own: Level) => (event: string, fields?: LogFields) => {
    if (levels.indexOf(own) < least) return
    write(`${journal ? `<${priorities[own]}>` : `${own} `}${formatLine(event, fields)}\n`)
  }
  return { debug: logger('debug'), info: logger('info'), warn: logger('warn'), error: logger('error') }
}

/** `event key=value key="two words"`. Pure. */
export function formatLine(event: string, fields: LogFields = {}): string {
  const words = [withoutPeople(event)]
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined)
      words.push(`${key}=${typeof value === 'string' ? quoted(withoutPeople(value)) : value}`)
  }
  return words.join(' ')
}

const quoted = (text: string): string => (/^[^\s"=\\\p{Cc}]+$/u.test(text) ? text : JSON.stringify(text))
