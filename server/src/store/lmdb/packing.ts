import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/**
 * The fastest level: base64 gives its spare quarter to any, and that is what mail consists of. A message of 3 kB of
 * ciphertext takes one page of the database instead of two, for 30 µs.
 */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } } as const

/** Packs bytes (RFC 8878), or returns them as they are when that would not make them shorter. */
export const pack = (bytes: Buffer): Buffer => {
  const packed = zstdCompressSync(bytes, LEVEL)
  return packed.length < bytes.length ? packed : bytes
}

/**
 * The inverse of {@link pack} for what was `size` octets: shorter bytes are packed.
 *
 * @throws Error for bytes that {@link pack} did not make
 */
export const unpack = (bytes: Buffer, size: number): Buffer =>
  bytes.length < size ? zstdDecompressSync(bytes, { maxOutputLength: size }) : bytes
