/**
 * The address rules (docs/protocol.md, accounts). Pure.
 *
 * An address is folded to lower case, has exactly one `@`, and its domain equals ours, which may also be an
 * address literal (`[192.0.2.1]`) or a name that begins with `_`.
 */

/** What the name of an account may consist of, after folding. */
const NAME = /^[a-z0-9._-]+$/

/** RFC 5321 section 4.5.3.1.1: octets of a local part. */
const LOCAL_PART = 64

/** Folding is for ASCII alone: elsewhere lower case can turn one letter into another (the Kelvin sign into k). */
const ASCII = /^[\x21-\x7e]+$/

const localPart = (address: string, domain: string): string | undefined => {
  if (!ASCII.test(address)) return undefined
  const at = address.indexOf('@')
  if (at < 1 || at !== address.lastIndexOf('@')) return undefined
  if (address.slice(at + 1).toLowerCase() !== domain.toLowerCase()) return undefined
  return address.slice(0, at).toLowerCase()
}

const named = (local: string | undefined, domain: string): string | undefined =>
  local !== undefined && local.length <= LOCAL_PART && NAME.test(local)
    ? `${local}@${domain.toLowerCase()}`
    : undefined

/** The account a login names, as the store spells it; `undefined` when no account could have that address. */
export const loginAddress = (address: string, domain: string): string | undefined =>
  named(localPart(address, domain), domain)

/** The account that receives mail for a recipient: as for a login, with `+detail` cut (RFC 5233 section 4). */
export const recipientAddress = (address: string, domain: string): string | undefined =>
  named(localPart(address, domain)?.replace(/\+.*$/, ''), domain)

/** True when a new account may have the name in this address, given as {@link loginAddress} returns it. */
export const mayRegister = (
  address: string,
  limits: { readonly name_min: number; readonly name_max: number },
): boolean => {
  const length = address.indexOf('@')
  return length >= limits.name_min && length <= limits.name_max
}
