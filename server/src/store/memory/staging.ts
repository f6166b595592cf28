import { HeaderEnd } from '../header-end.ts'
import type { Staging } from '../store.ts'

/** A message that is arriving, in memory. */
export class MemoryStaging implements Staging {
  readonly #headerEnd = new HeaderEnd()
  #pieces: Buffer[] = []
  #size = 0
  #consumed = false

  get size(): number {
    return this.#size
  }

  write(chunk: Buffer): Promise<void> | undefined {
    if (this.#consumed) throw new Error('this staging is already delivered or discarded')
    this.#headerEnd.push(chunk)
    this.#pieces.push(chunk)
    this.#size += chunk.length
    return undefined
  }

  discard(): void {
    this.#consumed = true
    this.#pieces = []
  }

  /** The bytes, as long as nobody has delivered or discarded them. @throws Error afterwards */
  peek(): { pieces: readonly Buffer[]; size: number; headerSize: number } {
    if (this.#consumed) throw new Error('this staging is already delivered or discarded')
    return { pieces: this.#pieces, size: this.#size, headerSize: this.#headerEnd.size }
  }
}
