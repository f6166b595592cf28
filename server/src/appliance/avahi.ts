import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../certificate/durable-file.ts'

/** What the box announces in the house (RFC 6763): that it waits to be set up, or that it serves pages. */
export type Announcement = 'setup' | 'serving'

const types: Readonly<Record<Announcement, string>> = { setup: '_roost-setup._tcp', serving: '_http._tcp' }

/** A service file of avahi (avahi.service(5)); `%h` is the host's name. */
export function avahiService(announcement: Announcement, port: number): string {
  return `<?xml version="1.0" standalone="no"?>
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group>
  <name replace-wildcards="yes">Roost on %h</name>
  <service>
    <type>${types[announcement]}</type>
    <port>${port}</port>
    <txt-record>path=${announcement === 'setup' ? '/setup/' : '/'}</txt-record>
  </service>
</service-group>
`
}

/** Puts the announcement into avahi's folder and takes the other one out. */
export async function announce(folder: string, announcement: Announcement, port: number): Promise<void> {
  const other = announcement === 'setup' ? 'serving' : 'setup'
  await writeDurably(join(folder, fileOf(announcement)), avahiService(announcement, port), 0o644)
  await rm(join(folder, fileOf(other)), { force: true })
}

const fileOf = (announcement: Announcement): string => `roost-${announcement}.service`
