import type { Readable, Writable } from 'node:stream'

const mebibyte = 1024 * 1024

/** Colours and cursor movements of terminals (ECMA-48), and the carriage returns that serial lines add. */
const stripControls = (text: string): string =>
  text.replace(/\x1b(?:\[[0-?]*[ -/]*[@-~]|[()][A-Z0-9]|\][^\x07]*\x07|[=>78])|\r/g, '')

export interface ConsoleOptions {
  /** Characters kept; the oldest go first. */
  readonly keep?: number
}

/** The serial line of a machine: everything it says is kept, and one can wait for words. */
export class SerialConsole {
  readonly #output: Writable
  readonly #keep: number
  #raw = ''
  #text = ''
  /** Where the next `expect` starts to look. */
  #cursor = 0
  #ended = false
  readonly #listeners = new Set<() => void>()

  constructor(input: Readable, output: Writable, { keep = mebibyte }: ConsoleOptions = {}) {
    this.#output = output
    this.#keep = keep
    input.setEncoding('utf8')
    input.on('data', (chunk: string) => this.#receive(chunk))
    input.on('close', () => {
      this.#ended = true
      this.#wake()
    })
    output.on('error', () => {})
  }

  /** What was said so far, without control sequences. */
  get transcript(): string {
    return this.#text
  }

  /** Types, as somebody at the keyboard. */
  send(text: string): void {
    this.#output.write(text)
  }

  /**
   * Waits for words that come after the last ones found.
   * @throws with the end of the transcript when they do not come in time, or when the line goes dead
   */
  expect(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        this.#listeners.delete(look)
        settle()
      }
      const fail = (why: string) =>
        finish(() => reject(new Error(`${why} while waiting for ${pattern} on the console\n${this.tail()}`)))
      const look = () => {
        const found = new RegExp(pattern.source, pattern.flags.replace('g', '')).exec(
          this.#text.slice(this.#cursor),
        )
        if (found) {
          this.#cursor += found.index + found[0].length
          finish(() => resolve(found))
        } else if (this.#ended) fail('the line went dead')
      }
      const timer = setTimeout(() => fail(`${timeoutMs / 1000} s passed`), timeoutMs)
      this.#listeners.add(look)
      look()
    })
  }

  /** The last lines, for people who read a failure. */
  tail(lines = 60): string {
    return this.#text
      .split('\n')
      .slice(-lines)
      .map((line) => `  | ${line}`)
      .join('\n')
  }

  #receive(chunk: string): void {
    // A control sequence may be cut in two: what follows the last escape waits for its end.
    const pending = this.#raw + chunk
    const cut = /\x1b[^a-zA-Z~\x07]*$/.exec(pending)?.index ?? pending.length
    this.#raw = pending.slice(cut)
    this.#text += stripControls(pending.slice(0, cut))
    if (this.#text.length > this.#keep) {
      const surplus = this.#text.length - this.#keep
      this.#text = this.#text.slice(surplus)
      this.#cursor = Math.max(0, this.#cursor - surplus)
    }
    this.#wake()
  }

  #wake(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
