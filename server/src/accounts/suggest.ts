const NAME_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const PASSWORD_CHARACTERS = `${NAME_CHARACTERS}ABCDEFGHIJKLMNOPQRSTUVWXYZ`

/** Length of a suggested name where the limits allow it, as chatmail servers make them. */
const NAME_LENGTH = 9

/** Characters of a suggested password at least: 119 bits. */
const PASSWORD_LENGTH = 20

/** Unbiased characters of an alphabet of at most 256. */
const characters = (alphabet: string, length: number, random: (octets: number) => Buffer): string => {
  const usable = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length)
    for (const octet of random(length))
      if (octet < usable && text.length < length) text += alphabet[octet % alphabet.length]
  return text
}

export interface SuggestLimits {
  readonly name_min: number
  readonly name_max: number
  readonly password_min: number
}

/** A random name within the limits. */
export const suggestName = (limits: SuggestLimits, random: (octets: number) => Buffer): string => {
  const length = Math.max(limits.name_min, Math.min(limits.name_max, NAME_LENGTH))
  return characters(NAME_CHARACTERS, length, random)
}

/** A random password, longer than the limit asks for. */
export const suggestPassword = (limits: SuggestLimits, random: (octets: number) => Buffer): string =>
  characters(PASSWORD_CHARACTERS, Math.max(limits.password_min + 3, PASSWORD_LENGTH), random)
