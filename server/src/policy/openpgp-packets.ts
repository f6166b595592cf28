/**
 * OpenPGP packet framing (RFC 9580 section 4.2) as far as the gate needs it: is this a message whose content is
 * encrypted? That is: zero or more session key packets (PKESK 1, SKESK 3), then one SEIPD (18) that ends exactly where
 * the octets end. Contents are skipped, not looked at; state is a few numbers, whatever the size.
 */

const PKESK = 1
const SKESK = 3
const SEIPD = 18

const State = { Tag: 0, Length: 1, LengthOctets: 2, Body: 3, Done: 4, Refused: 5 } as const

export class PacketWalk {
  #state: number = State.Tag
  #tag = 0
  #legacy = false
  #partial = false
  /** Length octets still to come. */
  #octets = 0
  #length = 0
  /** Added to the length once it is read: two-octet lengths begin at 192. */
  #bias = 0

  /** Takes octets `start` to `end`, in any pieces. False once the octets cannot be an encrypted message any more. */
  write(bytes: Uint8Array, start = 0, end: number = bytes.length): boolean {
    let index = start
    while (index < end && this.#state !== State.Refused) {
      if (this.#state === State.Body) {
        const taken = Math.min(this.#length, end - index)
        index += taken
        this.#length -= taken
        if (this.#length === 0) this.#bodyEnd()
      } else {
        this.#octet(bytes[index]!)
        index += 1
      }
    }
    return this.#state !== State.Refused
  }

  /** True when what was written is exactly one encrypted message. */
  end(): boolean {
    return this.#state === State.Done
  }

  #octet(octet: number): void {
    if (this.#state === State.Tag) this.#readTag(octet)
    else if (this.#state === State.Length) this.#readLength(octet)
    else if (this.#state === State.LengthOctets) {
      // multiplied, not shifted: `<< 24` would turn negative
      this.#length = this.#length * 256 + octet
      this.#octets -= 1
      if (this.#octets === 0) this.#bodyStart()
    } else this.#state = State.Refused
  }

  #readTag(octet: number): void {
    this.#legacy = (octet & 0x40) === 0
    this.#tag = this.#legacy ? (octet >> 2) & 0x0f : octet & 0x3f
    const known = this.#tag === PKESK || this.#tag === SKESK || this.#tag === SEIPD
    if ((octet & 0x80) === 0 || !known) {
      this.#state = State.Refused
      return
    }
    if (!this.#legacy) {
      this.#state = State.Length
      return
    }
    // RFC 9580 section 4.2.2; length type 3 is "until the end", which no session key packet may be
    const lengthType = octet & 0x03
    if (lengthType === 3) this.#state = State.Refused
    else this.#expectOctets(1 << lengthType, 0)
  }

  /** RFC 9580 section 4.2.1. */
  #readLength(octet: number): void {
    this.#partial = false
    if (octet < 192) {
      this.#length = octet
      this.#bodyStart()
    } else if (octet < 224) {
      this.#bias = 192
      this.#expectOctets(1, octet - 192)
    } else if (octet === 255) this.#expectOctets(4, 0)
    else if (this.#tag !== SEIPD) this.#state = State.Refused
    else {
      this.#partial = true
      this.#length = 2 ** (octet & 0x1f)
      this.#bodyStart()
    }
  }

  #expectOctets(octets: number, high: number): void {
    this.#octets = octets
    this.#length = high
    this.#state = State.LengthOctets
  }

  #bodyStart(): void {
    this.#length += this.#bias
    this.#bias = 0
    this.#state = State.Body
    if (this.#length === 0) this.#bodyEnd()
  }

  #bodyEnd(): void {
    if (this.#partial) this.#state = State.Length
    else this.#state = this.#tag === SEIPD ? State.Done : State.Tag
  }
}
