/** The configuration as the rest of the server sees it: complete, checked, immutable. */
export interface Config {
  /** `example.org`, `_name` (self-signed, any label that begins with `_`), or `[192.0.2.1]` (self-signed). */
  readonly domain: string
  /** Folder for everything that lives. */
  readonly data: string
  /** Addresses to listen on. */
  readonly listen: readonly string[]
  /** Addresses and names under which clients of a LAN box reach it; used for certificates and join links. */
  readonly reachable: readonly string[]
  readonly ports: Ports
  /** Certificate chain and key made by others; not needed for self-signed domains. */
  readonly tls?: { readonly cert: string; readonly key: string }
  readonly limits: Limits
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' }
}

/** 0 switches a port off. */
export interface Ports {
  readonly https: number
  readonly http: number
  readonly imaps: number
  readonly imap: number
  readonly submissions: number
  readonly submission: number
  readonly smtp: number
}

/** Defaults are chatmail's (docs/protocol.md, limits); `limits.ts` holds them with the reason for each. */
export interface Limits {
  readonly messages_per_minute: number
  readonly burst: number
  readonly message_bytes: number
  readonly mailbox_bytes: number
  readonly recipients: number
  readonly mail_days: number
  readonly large_mail_days: number
  readonly large_mail_bytes: number
  readonly account_days: number
  readonly name_min: number
  readonly name_max: number
  readonly password_min: number
  readonly imap_connections: number
  readonly smtp_connections: number
}

/** True for domains whose certificate we sign ourselves: `_name` and `[ip]` (docs/protocol.md, certificates). */
export const isSelfSigned = (domain: string): boolean => domain.startsWith('_') || domain.startsWith('[')
