import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const main = join(import.meta.dirname, '..', '..', 'server', 'src', 'main.ts')

/** `roost serve` from the sources, as a process of its own. */
export interface ServerProcess {
  /** Everything it wrote, for failures. */
  output(): string
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export function startServer(configFile: string): ServerProcess {
  const server = spawn(process.execPath, [main, 'serve', '--config', configFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000)
    })
  return {
    output: () => output,
    async stop(signal) {
      if (server.exitCode !== null || server.signalCode !== null) return
      server.kill(signal)
      await once(server, 'exit')
    },
  }
}
