import { type Content, ContentGoneError } from '../store.ts'
import type { MemoryState } from './state.ts'

/** A view of one stored content, cut into pieces of at most `chunkBytes` as the disk store would hand them out. */
export const openContent = (
  state: MemoryState,
  contentId: number,
  chunkBytes: number,
): Content | undefined => {
  const opened = state.contents.get(contentId)
  if (opened === undefined) return undefined
  const still = (): void => {
    if (!state.contents.has(contentId))
      throw new ContentGoneError('the message was expunged while it was read')
  }
  function* read(start: number, end: number): Generator<Buffer, void, void> {
    let offset = 0
    for (const piece of opened!.pieces) {
      const first = Math.max(start - offset, 0)
      const last = Math.min(end - offset, piece.length)
      for (let at = first; at < last; at += chunkBytes) {
        still()
        yield piece.subarray(at, Math.min(at + chunkBytes, last))
      }
      offset += piece.length
    }
  }
  return {
    size: opened.size,
    header: () => {
      still()
      return Buffer.concat([...read(0, opened.headerSize)])
    },
    read,
  }
}
