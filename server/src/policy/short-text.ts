/** Collects a decoded body that must be a few words. */
export class ShortText {
  readonly #limit: number
  #text = ''

  /** @param limit octets after which the text is refused */
  constructor(limit: number) {
    this.#limit = limit
  }

  write(bytes: Buffer, start: number, end: number): boolean {
    if (this.#text.length + end - start > this.#limit) return false
    this.#text += bytes.toString('latin1', start, end)
    return true
  }

  get text(): string {
    return this.#text
  }
}
