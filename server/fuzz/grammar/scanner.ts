/** The octets are not what the grammar allows. */
export class GrammarError extends Error {
  override name = 'GrammarError'
}

/** Reads text from left to right and complains where it is. */
export class Scanner {
  readonly text: string
  at = 0

  /** @param text latin1 */
  constructor(text: string) {
    this.text = text
  }

  get done(): boolean {
    return this.at >= this.text.length
  }

  /** True when the text goes on with `word`, which is then taken. */
  take(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false
    this.at += word.length
    return true
  }

  need(word: string): void {
    if (!this.take(word)) this.fail(JSON.stringify(word))
  }

  /** Takes what matches here; `pattern` must be sticky. */
  match(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found === null) return this.fail(what)
    this.at += found[0].length
    return found[0]
  }

  /** Takes `count` octets. */
  octets(count: number): string {
    if (this.at + count > this.text.length) this.fail(`${count} octets`)
    this.at += count
    return this.text.slice(this.at - count, this.at)
  }

  fail(expected: string): never {
    const before = JSON.stringify(this.text.slice(Math.max(0, this.at - 120), this.at))
    const here = JSON.stringify(this.text.slice(this.at, this.at + 120))
    throw new GrammarError(`expected ${expected} after ${before}, got ${here}`)
  }
}
