/** Octets of UTF-8 a text may have that is part of a key: keys of the disk store end at 1978. */
export const KEY_TEXT_OCTETS = 1000

/** True for text that can be part of a key. */
export const isKeyText = (text: string): boolean => text !== '' && Buffer.byteLength(text) <= KEY_TEXT_OCTETS

/** @throws RangeError for text that cannot be part of a key; callers check what they are given first */
export const checkKeyText = (text: string, what: string): void => {
  if (!isKeyText(text)) throw new RangeError(`${what} has 1 to ${KEY_TEXT_OCTETS} octets`)
}
