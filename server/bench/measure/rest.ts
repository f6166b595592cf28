import { execFileSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import type { Result } from '../result.ts'
import { removeScratch } from '../scratch.ts'
import { startRoost } from '../target.ts'

/**
 * Start to listening, and memory at rest, as after boot: the program is read from the disk. Right after a build its
 * pages still lie in the page cache in runs of megabytes, which the kernel maps as a whole: 28 MiB more of it count then.
 */
export const measureRest = async (program: string, parent: string): Promise<Result[]> => {
  evict(program)
  const first = await startRoost(program, parent)
  await delay(4_000)
  const { memory } = first.usage()
  await first.stop()
  const starts: number[] = []
  for (let run = 0; run < 5; run++) {
    const again = await startRoost(program, parent, { data: first.data })
    starts.push(again.startMs)
    await again.stop()
  }
  await removeScratch(first.data)
  const median = starts.sort((a, b) => a - b)[2]!
  return [
    { what: 'start to listening', who: 'roost', value: median / 1000, unit: 's', goal: { atMost: 0.5 } },
    { what: 'memory at rest', who: 'roost', value: memory / 2 ** 20, unit: 'MiB', goal: { atMost: 90 } },
  ]
}

/** Drops the pages of a file from the page cache (posix_fadvise(2), by way of dd(1)). */
const evict = (file: string): void => {
  execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none'])
}
