import { type Content, ContentGoneError } from '../store.ts'
import { contentKey, sweepKey } from './keys.ts'
import { unpack } from './packing.ts'
import { CONTENT_HEAD, decodeContent } from './records.ts'
import type { Tables } from './tables.ts'

/**
 * Octets of a chunk before it is packed. With LMDB's page header of 24 octets one that cannot be packed fills its pages
 * exactly; packed ones are nearly equal, so a freed run of pages mostly fits the next chunk. Twice this is the memory a message takes while it arrives; smaller chunks mean
 * more commits (64 KiB: half the speed), larger ones gain little.
 */
export const CHUNK = 256 * 1024 - 24

/**
 * Octets up to which a message stands in its record, so that a delivery needs one write for it. Longer ones go
 * into chunks although they would fit, because the record is written again whenever its references change.
 */
export const INLINE = 16 * 1024 - 24 - CONTENT_HEAD

/** Octets up to which the header block of a message in chunks is kept in its record too: clients list headers. */
export const HEADER_COPY = 8 * 1024

/** Adds to the reference count of a content inside a transaction. */
export const retain = ({ contents }: Tables, contentId: number, by: number): void => {
  const key = contentKey(contentId, 0)
  const record = contents.get(key)
  if (record === undefined) throw new Error('a message entry names a content that is not there')
  record.writeUInt32BE(decodeContent(record).references + by, 1)
  contents.put(key, record)
}

/**
 * Takes one reference away inside a transaction; with the last one the content goes.
 *
 * @returns true when chunks are left for the sweeper
 */
export const release = ({ contents, sweep }: Tables, contentId: number): boolean => {
  const key = contentKey(contentId, 0)
  const record = contents.get(key)
  if (record === undefined) return false
  const { references, chunkBytes } = decodeContent(record)
  if (references > 1) {
    record.writeUInt32BE(references - 1, 1)
    contents.put(key, record)
    return false
  }
  contents.remove(key)
  if (chunkBytes > 0) sweep.put(sweepKey('content', contentId), Buffer.from([1]))
  return chunkBytes > 0
}

/** A view of one stored content; it reads from the database piece by piece. */
export const openContent = (tables: Tables, contentId: number): Content | undefined => {
  const { contents } = tables
  const record = (): Buffer | undefined => contents.get(contentKey(contentId, 0))
  const opened = record()
  if (opened === undefined) return undefined
  const { size, headerSize, chunkBytes } = decodeContent(opened)

  const small = (): Buffer => unpack((record() ?? gone()).subarray(CONTENT_HEAD), size)

  function* read(start: number, end: number): Generator<Buffer, void, void> {
    const last = Math.min(end, size)
    for (let at = Math.max(start, 0); at < last; ) {
      if (chunkBytes === 0) {
        yield small().subarray(at, last)
        return
      }
      if (record() === undefined) gone()
      const index = Math.floor(at / chunkBytes)
      const from = index * chunkBytes
      const stored = contents.get(contentKey(contentId, index + 1)) ?? gone()
      const chunk = unpack(stored, Math.min(chunkBytes, size - from))
      yield chunk.subarray(at - from, last - from)
      at = from + chunkBytes
    }
  }

  const header = (): Buffer => {
    if (chunkBytes === 0) return small().subarray(0, headerSize)
    const head = record() ?? gone()
    if (head.length > CONTENT_HEAD) return head.subarray(CONTENT_HEAD, CONTENT_HEAD + headerSize)
    return Buffer.concat([...read(0, headerSize)])
  }

  return { size, header, read }
}

const gone = (): never => {
  throw new ContentGoneError('the message was expunged while it was read')
}
