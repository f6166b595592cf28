import { createHash } from 'node:crypto'
import { mkdir, realpath } from 'node:fs/promises'
import { createServer } from 'node:net'

/** Another process works on the folder; the message says what to do. */
export class DataInUseError extends Error {
  override name = 'DataInUseError'
}

/**
 * Makes this process the only one that works on the data folder; a second server would sweep away what the first
 * one is just receiving. The lock is a socket in Linux's abstract namespace (unix(7)), so it goes with the process,
 * however that ends.
 *
 * @returns how to give it back
 * @throws DataInUseError
 */
export async function lockData(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new DataInUseError(
              `another Roost uses ${folder}. Stop it (systemctl stop roost), or choose another data.`,
            )
          : error,
      ),
    )
    server.listen(`\0roost-${name}`, resolve)
  })
  // The process may end without asking for the lock back.
  server.unref()
  return () => new Promise((resolve) => server.close(() => resolve()))
}
