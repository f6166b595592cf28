import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { endsWithUs } from '../scratch.ts'
import type { Endpoint } from '../target.ts'
import type { FloorPorts } from './process.ts'

/** Runs `work` beside a server that checks and stores nothing: what a client needs there is its own cost. */
export const withFloor = async <T>(work: (floor: Endpoint) => Promise<T>): Promise<T> => {
  const child = fork(join(import.meta.dirname, 'process.ts'), { execArgv: [] })
  endsWithUs(child)
  try {
    const [ports] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [
      FloorPorts | number,
    ]
    if (ports === null || typeof ports === 'number') throw new Error('the floor ended early')
    return await work({ name: 'floor', domain: '_floor.test', ...ports })
  } finally {
    child.kill('SIGKILL')
  }
}
