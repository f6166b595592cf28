import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const source = join(import.meta.dirname, '../../src')

/** What clients say in the transcripts of the IMAP tests, without tags. */
export const transcriptCommands = (): string[] =>
  globSync(join(source, 'imap/**/*.test.ts')).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^\s*C\d?: ?(?:[a-z]\w*) (.+)$/gm)].map(([, text]) =>
      Buffer.from(text!).toString('latin1'),
    ),
  )

/** The messages that the gate is tested with, as they travel, latin1. */
export const corpus = (): string[] => {
  const folder = join(source, 'policy/corpus')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(folder, name), 'latin1').replaceAll('\n', '\r\n'))
}
