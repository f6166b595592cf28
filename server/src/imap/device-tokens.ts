import type { Day } from '../store/store.ts'
import { imapLimits } from './limits.ts'

/** Where the push tokens of an account are kept: INBOX, this entry. */
export const DEVICE_TOKEN = '/private/devicetoken'

interface DeviceToken {
  readonly token: string
  readonly set: Day
}

/** One token per line, `day token`. What does not read like that is passed over. */
const parse = (stored: string | undefined): DeviceToken[] =>
  (stored ?? '').split('\n').flatMap((line) => {
    const match = /^([0-9]{1,7}) (\S+)$/.exec(line)
    return match === null ? [] : [{ set: Number(match[1]), token: match[2]! }]
  })

const alive = (stored: string | undefined, today: Day): DeviceToken[] =>
  parse(stored).filter(({ set }) => set + imapLimits.deviceTokenDays > today)

/** The tokens that still count, oldest first. */
export const deviceTokens = (stored: string | undefined, today: Day): string[] =>
  alive(stored, today).map(({ token }) => token)

/** The value to store after a device announced itself: renewed or added, the oldest making room. */
export const addDeviceToken = (stored: string | undefined, token: string, today: Day): string =>
  [...alive(stored, today).filter((each) => each.token !== token), { token, set: today }]
    .slice(-imapLimits.deviceTokens)
    .map((each) => `${each.set} ${each.token}`)
    .join('\n')

/** Tokens are joined by spaces on the wire and by line ends in the store. */
export const isDeviceToken = (value: string): boolean => /^[\x21-\x7e]+$/.test(value)
