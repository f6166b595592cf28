import type { Config } from '../config/config.ts'
import { serviceHost } from './address.ts'
import { type Html, html } from './html.ts'

type Security = 'SSL' | 'STARTTLS'

type Service = 'incoming' | 'outgoing'

const server = (service: Service, host: string, port: number, security: Security): Html => html`
    <${service}Server type="${service === 'incoming' ? 'imap' : 'smtp'}">
      <hostname>${host}</hostname>
      <port>${port}</port>
      <socketType>${security}</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </${service}Server>`

/**
 * The autoconfig document (docs/protocol.md, autoconfig). Clients try the servers in the order given. The HTTPS port
 * comes first: whoever reads this has just reached it, while a router that opens nothing else would let an attempt
 * on 993 run into its timeout. Ports that are off are not listed.
 */
export const autoconfigXml = (config: Pick<Config, 'domain' | 'ports'>): string => {
  const { ports, domain } = config
  const host = serviceHost(domain)
  const list = (service: Service, candidates: readonly (readonly [number, Security])[]): Html[] =>
    candidates.filter(([port]) => port !== 0).map(([port, security]) => server(service, host, port, security))
  const incoming = list('incoming', [
    [ports.https, 'SSL'],
    [ports.imaps, 'SSL'],
    [ports.imap, 'STARTTLS'],
  ])
  const outgoing = list('outgoing', [
    [ports.https, 'SSL'],
    [ports.submissions, 'SSL'],
    [ports.submission, 'STARTTLS'],
  ])
  return html`<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${domain}">
    <domain>${domain}</domain>
    <displayName>${domain}</displayName>
    <displayShortName>${domain}</displayShortName>${incoming}${outgoing}
  </emailProvider>
</clientConfig>
`.text
}
