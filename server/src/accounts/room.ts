import { statfsSync } from 'node:fs'
import { fixedLimits } from '../config/limits.ts'

/** What the machine has left, in octets. */
export interface Room {
  readonly diskFree: number
  readonly diskTotal: number
  readonly memory: number
}

/**
 * What is too short to take newcomers, who are the only thing strangers can make grow without end; who has an account
 * is not affected (docs/protocol.md, accounts). Pure.
 */
export const lacking = ({ diskFree, diskTotal, memory }: Room): 'disk' | 'memory' | undefined => {
  const { register_disk_bytes, register_disk_share, register_memory_bytes } = fixedLimits
  if (diskFree < Math.min(register_disk_bytes.value, diskTotal * register_disk_share.value)) return 'disk'
  return memory < register_memory_bytes.value ? 'memory' : undefined
}

/** Looks at the file system of `folder` and at the memory of the machine; takes microseconds. */
export const roomOf = (folder: string): Room => {
  const { bavail, blocks, bsize } = statfsSync(folder)
  return { diskFree: bavail * bsize, diskTotal: blocks * bsize, memory: process.availableMemory() }
}
