/** One mistake in a configuration. `message` is a sentence that says what was expected. */
export interface ConfigError {
  /** As given by the caller; `--set` for a mistake on the command line. */
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly key?: string
  readonly message: string
}

/** Control characters spelt out: what a file says must not move the cursor of the terminal that shows its mistakes. */
const printable = (text: string): string =>
  text.replace(/[\x00-\x1f\x7f-\x9f]/g, (octet) => `\\u${octet.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The same mistake with its words made printable. */
export const printableError = (error: ConfigError): ConfigError => ({
  ...error,
  message: printable(error.message),
  ...(error.key !== undefined && { key: printable(error.key) }),
})

/** `roost.toml:3:1: ports.https: ...`, the form editors and terminals understand. */
export const formatConfigError = ({ file, line, column, key, message }: ConfigError): string =>
  [
    file,
    ...(line === undefined ? [] : [line]),
    ...(column === undefined ? [] : [column]),
    ` ${key === undefined ? '' : `${key}: `}${message}`,
  ].join(':')
