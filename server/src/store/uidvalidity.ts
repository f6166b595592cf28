/**
 * The UIDVALIDITY for a mailbox that is being made: greater than every earlier one, so that a name that comes
 * back never repeats a value (RFC 9051 section 2.3.1.1). Seconds, because that also keeps growing when a store
 * is started afresh; on a machine with a wrong clock the last value still wins.
 *
 * @param last the greatest value given out so far, 0 for none
 * @param nowMs milliseconds since 1970
 */
export const nextUidValidity = (last: number, nowMs: number): number =>
  Math.max(Math.floor(nowMs / 1000) % 0x1_0000_0000, last + 1, 1)
