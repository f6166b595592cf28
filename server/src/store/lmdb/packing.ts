import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/**
 * The fastest level: base64 gives its spare quarter to any, and that is what mail consists of. A message of 3 kB of
 * ciphertext takes one page of the database instead of two, for 30 µs.
 */
const params = { [constants.ZSTD_c_compressionLevel]: 1 }

/** Octets the library allots for what comes out; by default always 16 KiB. Its least is 64. */
const chunkSize = (octets: number): number => octets + 64

/** Packs bytes (RFC 8878), or returns them as they are when that would not make them shorter. */
export const pack = (bytes: Buffer): Buffer => {
  // Knowing the length it takes working memory for that and not for megabytes.
  const packed = zstdCompressSync(bytes, {
    params,
    pledgedSrcSize: bytes.length,
    chunkSize: chunkSize(bytes.length),
  })
  return packed.length < bytes.length ? packed : bytes
}

/**
 * The inverse of {@link pack} for what was `size` octets: shorter bytes are packed.
 *
 * @throws Error for bytes that {@link pack} did not make
 */
export const unpack = (bytes: Buffer, size: number): Buffer =>
  bytes.length < size
    ? zstdDecompressSync(bytes, { maxOutputLength: size, chunkSize: chunkSize(size) })
    : bytes
