import { isIP } from 'node:net'

/** Anything around an @, quoted local parts and address literals included. */
const mailAddress =
  /(?:"[^"\n]{0,128}"|[^\s"'<>(),;:=[\]]{1,128})@(?:\[[^\]\s]{0,64}\]|[^\s"'<>(),;=[\]]{1,253})/gu

/** Words of the letters that IP addresses are made of. */
const perhapsIp =
  /(?<![\w.])(?:[0-9a-f]{0,4}:){2,8}[0-9a-f.]{0,15}|(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-])/giu

/** The text with addresses of people and of machines taken out. The last guard of the log; callers pass none. */
export const withoutPeople = (text: string): string =>
  text
    .replace(mailAddress, '<address>')
    .replace(perhapsIp, (word) => (isIP(word.replace(/\.$/, '')) === 0 ? word : '<ip>'))
