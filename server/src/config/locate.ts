import { parse } from 'smol-toml'

/** Where a key stands in a TOML text; both count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/**
 * Finds the position of every key of a TOML text that already parsed, by its dotted name. Tables are found by
 * their header. Keys inside inline tables have the position of the line's key.
 */
export function locateKeys(text: string): Map<string, Position> {
  const found = new Map<string, Position>()
  let table: string[] = []
  let at = 0
  let line = 1
  let lineStart = 0

  const note = (path: readonly string[], position: Position) => {
    for (let depth = 1; depth <= path.length; depth += 1) {
      const name = path.slice(0, depth).join('.')
      if (depth === path.length || !found.has(name)) found.set(name, position)
    }
  }
  const newline = () => {
    line += 1
    lineStart = at + 1
  }
  /** Steps over a string that starts here, of any of TOML's four kinds. */
  const skipString = () => {
    const quote = text[at]!
    const long = text.startsWith(quote.repeat(3), at)
    const end = long ? quote.repeat(3) : quote
    at += end.length
    while (at < text.length && !text.startsWith(end, at)) {
      if (text[at] === '\\' && quote === '"') at += 1
      if (text[at] === '\n') newline()
      at += 1
    }
    at += end.length
    while (long && text[at] === quote) at += 1
  }
  const skipComment = () => {
    while (at < text.length && text[at] !== '\n') at += 1
  }
  /** Steps over a value and what follows it, up to the line end that closes the statement. */
  const skipValue = () => {
    let depth = 0
    for (; at < text.length; at += 1) {
      const char = text[at]!
      if (char === '"' || char === "'") {
        skipString()
        at -= 1
      } else if (char === '#') {
        skipComment()
        at -= 1
      } else if (char === '[' || char === '{') depth += 1
      else if (char === ']' || char === '}') depth -= 1
      else if (char === '\n') {
        if (depth <= 0) return
        newline()
      }
    }
  }
  /** Reads `a . "b"` up to a character that cannot be part of a key. */
  const readKey = (): string[] => {
    const path: string[] = []
    for (;;) {
      while (text[at] === ' ' || text[at] === '\t') at += 1
      const start = at
      if (text[at] === '"' || text[at] === "'") {
        skipString()
        path.push(unquoted(text.slice(start, at)))
      } else {
        while (at < text.length && /[A-Za-z0-9_-]/.test(text[at]!)) at += 1
        path.push(text.slice(start, at))
      }
      while (text[at] === ' ' || text[at] === '\t') at += 1
      if (text[at] !== '.') return path
      at += 1
    }
  }

  for (; at < text.length; at += 1) {
    const char = text[at]!
    if (char === '\n') newline()
    else if (char === '#') {
      skipComment()
      at -= 1
    } else if (char === '[') {
      const position = { line, column: at - lineStart + 1 }
      while (text[at] === '[') at += 1
      table = readKey()
      note(table, position)
      skipComment()
      at -= 1
    } else if (char !== ' ' && char !== '\t' && char !== '\r') {
      const position = { line, column: at - lineStart + 1 }
      note([...table, ...readKey()], position)
      skipValue()
      at -= 1
    }
  }
  return found
}

/** The name that a quoted key spells. */
const unquoted = (key: string): string =>
  key.includes('\\') ? Object.keys(parse(`${key} = 0`))[0]! : key.slice(1, -1)
