import { randomBytes } from 'node:crypto'

/** Somebody with an account, which the first login makes. */
export interface Person {
  readonly address: string
  readonly password: string
}

/** Word characters that every chatmail server takes as a name. */
const word = (length: number): string =>
  randomBytes(length)
    .toString('hex')
    .replace(/[0-9]/g, (digit) => 'ghijklmnop'[Number(digit)]!)
    .slice(0, length)

export const newPeople = (count: number, domain: string): Person[] =>
  Array.from({ length: count }, () => ({ address: `${word(9)}@${domain}`, password: word(20) }))
