/**
 * What the tokenizer makes of a command. `gap` is true when a space stood before the token. Atoms are any run of
 * printable ASCII except `( ) { "` and space, so flags, sets and `BODY[TEXT]<0.10>` are one atom each; the rules in
 * `parse/` say which of them are legal where.
 */
export type Token =
  | { readonly kind: 'atom' | 'quoted'; readonly text: string; readonly gap: boolean }
  | { readonly kind: 'literal'; readonly bytes: Buffer; readonly gap: boolean }
  | { readonly kind: '(' | ')'; readonly gap: boolean }

/** Why a line could not become tokens. */
export type Problem =
  | 'character'
  | 'bare-cr'
  | 'unfinished-quote'
  | 'literal-size'
  | 'nesting'
  | 'too-many-tokens'
  | 'line-too-long'
  | 'command-too-large'
  | 'hidden-literal'

export type TokenEvent =
  /** A whole command: tag, name, arguments. */
  | { readonly kind: 'command'; readonly tokens: readonly Token[] }
  /** The line asked for with `expectLine`, without its end. */
  | { readonly kind: 'line'; readonly text: string }
  /** A literal is announced. Answer with `accept`, `stream` or `refuse` before pushing more. */
  | {
      readonly kind: 'literal'
      readonly size: number
      readonly sync: boolean
      readonly tokens: readonly Token[]
    }
  /** A piece of a streamed literal. */
  | { readonly kind: 'data'; readonly chunk: Buffer }
  /** A malformed line, consumed to its end; the stream is in step. */
  | { readonly kind: 'error'; readonly tag: string | undefined; readonly problem: Problem }
  /** The stream cannot be trusted any more: close. */
  | { readonly kind: 'fatal'; readonly problem: Problem }
