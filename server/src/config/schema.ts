import { configurableLimits } from './limits.ts'
import { dataFolder, domain, existingFile, listenAddress, reachableName } from './value.ts'

/** Returns what was expected when the value is wrong, `undefined` when it is right. */
export type Check = (value: string) => string | undefined

interface Row {
  /** Dotted, as in `--set key=value`: `ports.https`. */
  readonly key: string
  /** One line for the operator. */
  readonly doc: string
  /** A configuration without it is refused. */
  readonly required?: true
}

/** One key of a TOML file: name, type, bounds, default, meaning. */
export type Key =
  | (Row & { readonly type: 'string'; readonly default?: string; readonly check?: Check })
  | (Row & { readonly type: 'list'; readonly default?: readonly string[]; readonly check?: Check })
  | (Row & {
      readonly type: 'integer'
      readonly default?: number
      readonly min: number
      readonly max: number
    })
  | (Row & { readonly type: 'boolean'; readonly default?: boolean })
  | (Row & { readonly type: 'choice'; readonly default?: string; readonly choices: readonly string[] })

export type Schema = readonly Key[]

const port = (name: string, standard: number, doc: string): Key => ({
  key: `ports.${name}`,
  type: 'integer',
  default: standard,
  min: 0,
  max: 65_535,
  doc: `${doc}; 0 switches it off`,
})

/** Every key of the server's configuration. Pre-seed files extend it by their own rows. */
export const serverSchema: Schema = [
  {
    key: 'domain',
    type: 'string',
    required: true,
    check: domain,
    doc: 'what follows the @: a name, or self-signed a name that begins with _, or [address]',
  },
  { key: 'data', type: 'string', default: '/var/lib/roost', check: dataFolder, doc: 'folder for all data' },
  {
    key: 'listen',
    type: 'list',
    default: ['::'],
    check: listenAddress,
    doc: 'addresses to listen on; :: is every address, IPv4 included',
  },
  {
    key: 'reachable',
    type: 'list',
    default: [],
    check: reachableName,
    doc: 'names and addresses under which phones reach this box, for certificate and join links',
  },
  { key: 'tls.cert', type: 'string', check: existingFile, doc: 'certificate chain (PEM) made by others' },
  { key: 'tls.key', type: 'string', check: existingFile, doc: 'its private key (PEM)' },
  port('https', 443, 'HTTPS, and by ALPN IMAP and submission'),
  port('http', 80, 'plain HTTP: redirects and the join page'),
  port('imaps', 993, 'IMAP with TLS'),
  port('imap', 143, 'IMAP with STARTTLS'),
  port('submissions', 465, 'submission with TLS'),
  port('submission', 587, 'submission with STARTTLS'),
  port('smtp', 0, 'mail from other servers'),
  ...Object.entries(configurableLimits).map(
    ([name, { default: standard, min, max, doc }]): Key => ({
      key: `limits.${name}`,
      type: 'integer',
      default: standard,
      min,
      max,
      doc,
    }),
  ),
  {
    key: 'log.level',
    type: 'choice',
    choices: ['debug', 'info', 'warn', 'error'],
    default: 'info',
    doc: 'how much to log; never addresses of people',
  },
]
