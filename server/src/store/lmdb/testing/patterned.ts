/** Octets that tell which message they belong to and where in it they stand. */
export const patterned = (length: number, seed: number): Buffer => {
  const bytes = Buffer.allocUnsafe(length)
  for (let at = 0; at < length; at++) bytes[at] = (seed * 131 + at * 7 + (at >> 9)) & 0xff
  return bytes
}
