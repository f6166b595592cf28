const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAY = 86_400_000

const month = (name: string): number => months.findIndex((each) => each.toLowerCase() === name.toLowerCase())

/** `date` (`1-Feb-1994`): start of that day UTC in milliseconds, `undefined` when it is none. */
export const parseDate = (text: string): number | undefined => {
  const match = /^([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4})$/.exec(text)
  if (match === null) return undefined
  return instant(Number(match[3]), month(match[2]!), Number(match[1]), 0, 0, 0)
}

/** `date-time` (` 7-Feb-1994 21:52:25 -0800`) in milliseconds. */
export const parseDateTime = (text: string): number | undefined => {
  const match =
    /^ ?([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) ([+-])([0-9]{2})([0-9]{2})$/.exec(
      text,
    )
  if (match === null) return undefined
  const [, day, name, year, hours, minutes, seconds, sign, zoneHours, zoneMinutes] = match
  const local = instant(
    Number(year),
    month(name!),
    Number(day),
    Number(hours),
    Number(minutes),
    Number(seconds),
  )
  if (local === undefined) return undefined
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000
  const utc = sign === '-' ? local + zone : local - zone
  return utc >= 0 ? utc : undefined
}

const instant = (
  year: number,
  monthIndex: number,
  day: number,
  hours: number,
  minutes: number,
  seconds: number,
): number | undefined => {
  if (monthIndex < 0 || year < 1970 || hours > 23 || minutes > 59 || seconds > 60) return undefined
  const ms = Date.UTC(year, monthIndex, day, hours, minutes, seconds)
  return new Date(ms - (ms % DAY)).getUTCDate() === day ? ms : undefined
}

/** INTERNALDATE, always in UTC: the zone of a server says nothing a client needs. */
export const formatDateTime = (ms: number): string => {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `"${String(date.getUTCDate()).padStart(2, ' ')}-${months[date.getUTCMonth()]}-${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000"`
}
