import { readdirSync, readFileSync } from 'node:fs'

/** What a set of processes used so far (proc(5)). */
export interface Usage {
  /** User and system time, in seconds, with that of children they waited for. */
  readonly cpuSeconds: number
  /** Proportional set size, in octets: pages shared with others count in part. */
  readonly memory: number
  /** Octets they caused to be written, as the kernel accounts them to processes. */
  readonly written: number
}

/** Clock ticks of /proc/PID/stat; 100 on every Linux that Node runs on (sysconf(3), _SC_CLK_TCK). */
const TICKS = 100

/** Sums over the processes; those that are gone count nothing. */
export const usageOf = (pids: readonly number[]): Usage => {
  let [cpuSeconds, memory, written] = [0, 0, 0]
  for (const pid of pids) {
    try {
      const afterName = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1]?.split(' ') ?? []
      for (const field of afterName.slice(11, 15)) cpuSeconds += Number(field) / TICKS
      memory += numberAfter('Pss:', readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')) * 1024
      written += numberAfter('write_bytes:', readFileSync(`/proc/${pid}/io`, 'latin1'))
    } catch {
      // Ended between the listing and the reading.
    }
  }
  return { cpuSeconds, memory, written }
}

const numberAfter = (label: string, text: string): number =>
  Number(
    text
      .slice(text.indexOf(label) + label.length)
      .trim()
      .split(/\s/, 1)[0],
  )

/** Processes whose command line or name matches; never this one or its ancestors' shells. */
export const processesLike = (pattern: RegExp): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && Number(name) !== process.ppid)
    .map(Number)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')
        return !/bench\.ts|load\.ts/.test(words) && !/^\S*sh /.test(words) && pattern.test(words)
      } catch {
        return false
      }
    })
