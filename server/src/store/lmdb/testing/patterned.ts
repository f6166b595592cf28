/** Octets that tell which message they belong to and where in it they stand, and cannot be packed (xorshift32). */
export const patterned = (length: number, seed: number): Buffer => {
  const bytes = Buffer.allocUnsafe(length)
  let state = Math.imul(seed + 1, 0x9e37_79b1) | 1
  for (let at = 0; at < length; at++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[at] = state & 0xff
  }
  return bytes
}
