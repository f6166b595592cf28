import { type FileHandle, open, rm } from 'node:fs/promises'
import { bytesOf, diskId, imageBytes, layout, partitions } from './layout.ts'
import { masterBootRecord } from './mbr.ts'

const chunk = 1024 * 1024
const zeros = Buffer.alloc(chunk)

/** Puts the record and the partitions' files into one image; blocks of zeros stay holes. Slot B stays empty. */
export async function writeDisk(
  file: string,
  parts: { readonly boot: string; readonly slotA: string; readonly data: string },
): Promise<void> {
  await rm(file, { force: true })
  const disk = await open(file, 'w')
  try {
    await disk.truncate(imageBytes)
    await disk.write(masterBootRecord(diskId, partitions), 0, 512, 0)
    for (const name of ['boot', 'slotA', 'data'] as const) {
      await copy(parts[name], disk, bytesOf(layout[name].start), bytesOf(layout[name].size))
    }
  } finally {
    await disk.close()
  }
}

async function copy(from: string, to: FileHandle, offset: number, room: number): Promise<void> {
  const source = await open(from, 'r')
  try {
    const { size } = await source.stat()
    if (size > room) throw new Error(`${from} has ${size} bytes, its partition only ${room}`)
    const buffer = Buffer.alloc(chunk)
    for (let at = 0; at < size; ) {
      const { bytesRead } = await source.read(buffer, 0, chunk, at)
      const piece = buffer.subarray(0, bytesRead)
      if (!piece.equals(zeros.subarray(0, bytesRead))) await to.write(piece, 0, bytesRead, offset + at)
      at += bytesRead
    }
  } finally {
    await source.close()
  }
}
