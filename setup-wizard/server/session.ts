import { createHash, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from '../setup-code.ts'

/** The cookie of the browser that claimed the box: 128 random bits, unreadable for scripts, never sent by other sites. */
const cookieName = 'roost_setup'

/** Set-up may take a few days when the volunteer is interrupted. */
const maxAgeSeconds = 7 * 86_400

/** A new session: the `Set-Cookie` value for the browser and the fingerprint for the box. */
export function createSession(random: RandomBytes): { cookie: string; fingerprint: string } {
  const token = Buffer.from(random(16)).toString('base64url')
  return {
    cookie: `${cookieName}=${token}; Path=/setup; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`,
    fingerprint: fingerprintOf(token).toString('hex'),
  }
}

/** True when a `Cookie` header carries the session with this fingerprint. */
export function holdsSession(cookieHeader: string | undefined, fingerprint: string | undefined): boolean {
  if (!fingerprint || !/^[0-9a-f]{64}$/.test(fingerprint)) return false
  const expected = Buffer.from(fingerprint, 'hex')
  for (const pair of (cookieHeader ?? '').slice(0, 4096).split(';')) {
    const [name, value] = pair.trim().split('=', 2)
    if (name === cookieName && value && timingSafeEqual(fingerprintOf(value), expected)) return true
  }
  return false
}

const fingerprintOf = (token: string) => createHash('sha256').update(token).digest()
