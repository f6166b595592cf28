import { encode } from 'uqr'

/**
 * A QR code of half blocks for a console that writes light on dark: blocks are the light modules, blanks the dark
 * ones, so that a camera sees dark on light. Lines are as wide as the code with a quiet zone of two modules.
 */
export function textQr(text: string): readonly string[] {
  const { data } = encode(text, { ecc: 'L', border: 2 })
  const lines: string[] = []
  for (let y = 0; y < data.length; y += 2) {
    const upper = data[y] ?? []
    const lower = data[y + 1]
    lines.push(upper.map((dark, x) => halfBlock(!dark, lower ? !lower[x] : false)).join(''))
  }
  return lines
}

const halfBlock = (upper: boolean, lower: boolean): string =>
  upper ? (lower ? '█' : '▀') : lower ? '▄' : ' '
