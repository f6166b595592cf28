/** One mistake in a configuration. `message` is a sentence that says what was expected. */
export interface ConfigError {
  /** As given by the caller; `--set` for a mistake on the command line. */
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly key?: string
  readonly message: string
}

/** `roost.toml:3:1: ports.https: ...`, the form editors and terminals understand. */
export const formatConfigError = ({ file, line, column, key, message }: ConfigError): string =>
  [
    file,
    ...(line === undefined ? [] : [line]),
    ...(column === undefined ? [] : [column]),
    ` ${key === undefined ? '' : `${key}: `}${message}`,
  ].join(':')
