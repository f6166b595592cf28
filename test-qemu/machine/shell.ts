import type { SerialConsole } from './console.ts'

/**
 * Words for the kernel's command line that open a root shell on the serial line: whoever holds the card may write
 * them there too. The image stays as it is, and has no such shell by itself.
 */
export const shellOn = (tty: string): string => `systemd.debug_shell=${tty}`

/**
 * Runs a command in that shell.
 * @returns what it printed
 * @throws when it fails, or when the shell does not answer in time
 */
export async function runInShell(
  serial: SerialConsole,
  command: string,
  timeoutMs = 30_000,
): Promise<string> {
  // The quotes keep the echo of what is typed from looking like the answer.
  serial.send(`\necho "be""gin"; ${command}; echo "e""nd $?"\n`)
  const [, output = '', code] = await serial.expect(/^begin\n([\s\S]*?)^end (\d+)$/m, timeoutMs)
  if (code !== '0') throw new Error(`"${command}" on the box ended with ${code}:\n${output}`)
  return output.trim()
}
