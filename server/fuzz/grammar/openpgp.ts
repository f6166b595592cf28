/**
 * Are the octets session key packets and then one SEIPD packet, and nothing else (RFC 9580 sections 4.2 and 10.3)? Reads
 * the whole from its end of knowledge, recursively: the opposite of the streaming walk it checks.
 */
export const isEncryptedMessage = (octets: Buffer): boolean => {
  const [head] = octets
  if (head === undefined || head < 128) return false
  const legacy = head < 0xc0
  const tag = legacy ? (head - 128) >> 2 : head - 0xc0
  const end = legacy ? legacyEnd(octets, head % 4) : newEnd(octets, 1, tag === 18)
  if (end === undefined || end > octets.length) return false
  if (tag === 18) return end === octets.length
  return (tag === 1 || tag === 3) && isEncryptedMessage(octets.subarray(end))
}

const legacyEnd = (octets: Buffer, type: number): number | undefined => {
  const count = [1, 2, 4][type]
  if (count === undefined || octets.length < 1 + count) return undefined
  return 1 + count + octets.readUIntBE(1, count)
}

/** Where the packet ends whose length stands at `at`. */
const newEnd = (octets: Buffer, at: number, partial: boolean): number | undefined => {
  const first = octets[at]
  if (first === undefined) return undefined
  if (first < 192) return at + 1 + first
  if (first === 255) return at + 5 > octets.length ? undefined : at + 5 + octets.readUInt32BE(at + 1)
  if (first >= 224) return partial ? newEnd(octets, at + 1 + 2 ** (first - 224), partial) : undefined
  const second = octets[at + 1]
  return second === undefined ? undefined : at + 2 + (first - 192) * 256 + second + 192
}
