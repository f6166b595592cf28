import type { NetworkInterfaceInfo } from 'node:os'

/** What `os.networkInterfaces()` gives. */
export type Interfaces = NodeJS.Dict<readonly NetworkInterfaceInfo[]>

/**
 * The addresses under which the house can reach the box, IPv4 first, in a stable order. Left out: loopback, addresses
 * that a device gives itself when nobody answers (RFC 3927, RFC 4291 section 2.5.6), and tunnels of containers.
 */
export function boxAddresses(interfaces: Interfaces): readonly string[] {
  const addresses = Object.entries(interfaces)
    .filter(([name]) => !/^(docker|veth|br-|virbr)/.test(name))
    .flatMap(([, infos]) => infos ?? [])
    .filter(({ internal, address }) => !internal && !/^(169\.254\.|fe[89ab])/i.test(address))
  const family = (wanted: string) =>
    addresses.filter(({ family }) => family === wanted).map(({ address }) => address)
  return [...new Set([...family('IPv4').sort(), ...family('IPv6').sort()])]
}

/** The URL of a page of the box; IPv6 addresses get their brackets, port 80 is not written. */
export function boxUrl(host: string, port: number, path: string): string {
  return `http://${host.includes(':') ? `[${host}]` : host}${port === 80 ? '' : `:${port}`}${path}`
}
