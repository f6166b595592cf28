import { isIP, isIPv4 } from 'node:net'
import type { Check } from './schema.ts'

/** Checks of single values. Each returns what was expected, or `undefined` when the value is right. */

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

const isHostname = (name: string): boolean =>
  name.length <= 253 && name.split('.').every((part) => label.test(part)) && !/^[0-9.]+$/.test(name)

/** `example.org`, `_example.org` (docs/protocol.md, domains) or `[192.0.2.1]`. */
export const domain: Check = (value) => {
  if (value.startsWith('[')) {
    return value.endsWith(']') && isIPv4(value.slice(1, -1))
      ? undefined
      : 'an IPv4 address in brackets, as [192.0.2.1]'
  }
  if (isIP(value) !== 0) return `the address in brackets: [${value}]`
  if (value !== value.toLowerCase()) return `lower case: ${value.toLowerCase()}`
  if (/[^\x20-\x7e]/.test(value)) return 'the ASCII form of the name (xn--...)'
  const name = value.startsWith('_') ? value.slice(1) : value
  if (isHostname(name) && (value.startsWith('_') || name.includes('.'))) return undefined
  return 'a domain as example.org, _example.test or [192.0.2.1]'
}

export const dataFolder: Check = (value) =>
  value.startsWith('/') && !value.includes('\0') ? undefined : 'an absolute path, as /var/lib/roost'

export const existingFile: Check = (value) =>
  value.startsWith('/') && !value.includes('\0') ? undefined : 'an absolute path of a PEM file'

export const listenAddress: Check = (value) =>
  isIP(value) !== 0 ? undefined : 'an IP address of this machine, as 0.0.0.0 or ::'

/** A host name or an IP address, without brackets. */
export const reachableName: Check = (value) =>
  isIP(value) !== 0 || isHostname(value.replace(/^_/, ''))
    ? undefined
    : 'a host name or an IP address, as roost.local or 192.168.1.10'
