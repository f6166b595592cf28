import type { Random } from './random.ts'

/** One thing that strangers feed. */
export interface Target {
  readonly name: string
  open(): Promise<Opened>
}

export interface Opened {
  /**
   * Tries one input made from the given numbers alone, so that its seed replays it. @throws what is wrong; an
   * {@link Input} around it shows the octets
   */
  tryOne(random: Random): Promise<void> | void
  close(): Promise<void>
}

/** A failure together with the octets that caused it. */
export class Input extends Error {
  override name = 'Input'
  constructor(octets: Buffer | string, cause: unknown) {
    const text = typeof octets === 'string' ? octets : octets.toString('latin1')
    super(`input ${JSON.stringify(text.length > 3000 ? `${text.slice(0, 3000)}...` : text)}`, { cause })
  }
}

/** Rejects when there is no end within `ms`: something waits for ever. */
export const within = async <T>(ms: number, what: string, promise: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${ms} ms: ${what}`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
