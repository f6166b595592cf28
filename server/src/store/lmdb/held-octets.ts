/** Octets that all arriving messages hold in memory together, up to a bound. */
export class HeldOctets {
  readonly #most: number
  #held = 0

  constructor(most: number) {
    this.#most = most
  }

  /** False, and nothing taken, when it would be more than the bound. */
  take(octets: number): boolean {
    if (this.#held + octets > this.#most) return false
    this.#held += octets
    return true
  }

  release(octets: number): void {
    this.#held -= octets
  }
}
