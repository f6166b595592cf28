import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface Options {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: AsyncIterable<unknown>
  readonly output?: Writable
}

/**
 * Runs a program to its end and returns what it printed. Locale and time zone are fixed, since both leak into file
 * systems. Throws with the program's last words when it fails, and with the remedy when it is missing.
 */
export async function run(program: string, args: readonly string[], options: Options = {}): Promise<string> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: {
      ...process.env,
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const stdout: Buffer[] = []
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-4000)
  })
  const streams: Promise<unknown>[] = []
  if (options.input) streams.push(pipeline(options.input, child.stdin).catch(ignoreBrokenPipe))
  else child.stdin.end()
  if (options.output) streams.push(pipeline(child.stdout, options.output))
  else child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))

  const [code] = (await once(child, 'close').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new Error(
      `the program "${program}" is missing; install the packages that image/host-packages.ts lists`,
    )
  })) as [number | null]
  await Promise.all(streams)
  if (code !== 0) throw new Error(`${program} failed (${code ?? 'killed'}): ${stderr.trim() || 'no message'}`)
  return Buffer.concat(stdout).toString()
}

/** A program that fails before it has read all its input is reported by its exit code, not by the broken pipe. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
}
