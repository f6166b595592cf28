import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'

/**
 * Octets written so far to the device that holds `folder`, the journal of its file system included, after everything
 * that waits was written. Counts what others write there too: meaningful on a quiet machine or a device of its own.
 */
export const writtenToDisk = (folder: string): number => {
  execFileSync('sync', ['--file-system', folder])
  const { dev } = statSync(folder)
  // makedev(3)
  const major = (dev >> 8) & 0xfff
  const minor = (dev & 0xff) | ((dev >> 12) & 0xfff00)
  for (const line of readFileSync('/proc/diskstats', 'latin1').split('\n')) {
    const fields = line.trim().split(/\s+/)
    if (Number(fields[0]) === major && Number(fields[1]) === minor) return Number(fields[9]) * 512
  }
  // No device of its own, as tmpfs.
  return Number.NaN
}
