/** What a command may touch. Tests pass their own. */
export interface CommandIo {
  out(text: string): void
  err(text: string): void
}

/** One command of `roost`, as a row of the table in `main.ts`. */
export interface Command {
  readonly name: string
  /** One line for `--help`. */
  readonly summary: string
  /** As `--help` prints them: `['--config FILE', 'the configuration file']`. */
  readonly options: readonly (readonly [string, string])[]
  /** `args` without the command name. Resolves with the exit code; throws {@link UsageError} for wrong usage. */
  run(args: readonly string[], io: CommandIo): Promise<number>
}

/** Wrong usage: the message says what to write instead. Printed without a stack, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}
