import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** Argon2id (RFC 9106). Off the main thread, on libuv's pool. */
const derive = promisify(argon2)

/**
 * Cost of a new hash: memory in KiB and passes. One takes about 13 ms on a server core and about four times
 * that on the smallest Pi; 8 MiB each keeps a storm of logins small on a board of 512 MB. Passwords are made by
 * the clients and have over 100 bits, so the hash need not rescue weak ones.
 */
const COST = { memory: 8192, passes: 2, parallelism: 1 } as const
const SALT = 16
const TAG = 32

interface Phc {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
  readonly tag: Buffer
}

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

const parse = (stored: string): Phc | undefined => {
  const match = PHC.exec(stored)
  if (match === null) return undefined
  const [, memory, passes, parallelism, salt, tag] = match
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt!, 'base64'),
    tag: Buffer.from(tag!, 'base64'),
  }
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

/** Hashes a password into a PHC string, which names its own cost so that {@link COST} can change later. */
export const hashPassword = async (password: string, random: (octets: number) => Buffer): Promise<string> => {
  const salt = random(SALT)
  const tag = await derive('argon2id', { message: password, nonce: salt, tagLength: TAG, ...COST })
  const { memory, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

/** True when the password made this hash. A string that is no hash matches nothing: such an account is locked. */
export const verifyPassword = async (password: string, stored: string): Promise<boolean> => {
  const hash = parse(stored)
  if (hash === undefined) return false
  const { memory, passes, parallelism, salt, tag } = hash
  const cost = { memory, passes, parallelism }
  const made = await derive('argon2id', { message: password, nonce: salt, tagLength: tag.length, ...cost })
  return timingSafeEqual(made, tag)
}
