/** Ascending, not overlapping, not touching ranges of message numbers or UIDs, both ends included. */
export type Ranges = readonly (readonly [number, number])[]

/** As parsed: `*` is kept until the largest number is known. */
export type NumberSet = readonly (readonly [number | '*', number | '*'])[]

/**
 * `sequence-set` (RFC 9051 section 9). `undefined` when malformed or longer than `max` ranges.
 */
export const parseNumberSet = (text: string, max: number): NumberSet | undefined => {
  const set: [number | '*', number | '*'][] = []
  for (const part of text.split(',', max + 1)) {
    const match = /^(\*|[1-9][0-9]{0,9})(?::(\*|[1-9][0-9]{0,9}))?$/.exec(part)
    if (match === null || set.length === max) return undefined
    const from = bound(match[1]!)
    const to = match[2] === undefined ? from : bound(match[2])
    if (from === undefined || to === undefined) return undefined
    set.push([from, to])
  }
  return set
}

const bound = (text: string): number | '*' | undefined => {
  if (text === '*') return '*'
  const value = Number(text)
  return value <= 0xffff_ffff ? value : undefined
}

/** Puts numbers for `*` and merges: what is asked for twice is answered once. */
export const resolveSet = (set: NumberSet, largest: number): Ranges => {
  const ranges = set
    .map(([from, to]): [number, number] => {
      const a = from === '*' ? largest : from
      const b = to === '*' ? largest : to
      return a <= b ? [a, b] : [b, a]
    })
    .sort((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const range of ranges) {
    const last = merged.at(-1)
    if (last !== undefined && range[0] <= last[1] + 1) last[1] = Math.max(last[1], range[1])
    else merged.push(range)
  }
  return merged
}

/** The shortest set for ascending numbers: `1:3,7`. */
export const formatSet = (numbers: readonly number[]): string => {
  const parts: string[] = []
  for (let i = 0; i < numbers.length; ) {
    let j = i
    while (j + 1 < numbers.length && numbers[j + 1] === numbers[j]! + 1) j++
    parts.push(i === j ? `${numbers[i]}` : `${numbers[i]}:${numbers[j]}`)
    i = j + 1
  }
  return parts.join(',')
}

export const inRanges = (ranges: Ranges, value: number): boolean => {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to] = ranges[middle]!
    if (value < from) high = middle - 1
    else if (value > to) low = middle + 1
    else return true
  }
  return false
}
