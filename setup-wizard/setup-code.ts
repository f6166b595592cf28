import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * The setup code proves that whoever claims the box stands before it: it is shown on the box's own screen and
 * nowhere on the network (docs/protocol.md, setting up a box).
 */

/** 23 characters that nobody confuses on a screen or on paper: no 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U beside V. */
export const codeAlphabet = 'ACDEFGHJKMNPRTVWXY34679'

/** Characters in a code: 23 to the power of 8 is 78 thousand million, beyond any throttled guessing. */
export const codeLength = 8

/** Gives `size` random bytes. */
export type RandomBytes = (size: number) => Uint8Array

/** A new code, without separators. Every character is equally likely: bytes past the last full round are thrown away. */
export function generateSetupCode(random: RandomBytes): string {
  const fair = 256 - (256 % codeAlphabet.length)
  let code = ''
  while (code.length < codeLength) {
    for (const byte of random(codeLength)) {
      if (byte < fair && code.length < codeLength) code += codeAlphabet[byte % codeAlphabet.length]
    }
  }
  return code
}

/** What people mistake for one another; both sides of a comparison go through it, so it never makes a code unusable. */
const lookAlikes: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  B: '8',
}

/** The form in which codes are compared: upper case, letters and digits only, look-alikes joined. */
export function normaliseSetupCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/[OQILZSB]/g, (letter) => lookAlikes[letter] ?? letter)
}

/** True when the typed code is the expected one. Takes the same time wherever the first difference is. */
export function sameSetupCode(typed: string, expected: string): boolean {
  const digest = (code: string) => createHash('sha256').update(normaliseSetupCode(code)).digest()
  return timingSafeEqual(digest(typed), digest(expected))
}

/** The form for screens and paper: groups of four. */
export const displaySetupCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')
