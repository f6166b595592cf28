import type { FlagChange, MessageEntry } from './store.ts'

/** Octets above which a message can count as large, that is, expire earlier than others. */
export const LARGE_OCTETS = 16_384

/** The numbers, each once, ascending. */
export const ascending = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b)

/** True when setting these flags would change nothing; the order of keywords does not count. */
export const sameFlags = (entry: MessageEntry, change: Omit<FlagChange, 'uid'>): boolean =>
  entry.flags === change.flags &&
  entry.keywords.length === change.keywords.length &&
  change.keywords.every((keyword) => entry.keywords.includes(keyword))
