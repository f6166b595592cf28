import type { Config } from './config.ts'
import { defaultLimits } from './limits.ts'

export interface WithoutEffect {
  readonly key: string
  readonly reason: string
}

const expiry = ['mail_days', 'large_mail_days', 'large_mail_bytes', 'account_days'] as const

/** What somebody asked for and this version does not do yet: said at the start, no reason not to start. Pure. */
export const withoutEffect = ({ ports, limits }: Pick<Config, 'ports' | 'limits'>): WithoutEffect[] => [
  ...(ports.smtp === 0
    ? []
    : [
        {
          key: 'ports.smtp',
          reason: 'mail from other servers comes with a later version of Roost; nothing listens on this port',
        },
      ]),
  ...expiry
    .filter((name) => limits[name] !== defaultLimits[name])
    .map((name) => ({
      key: `limits.${name}`,
      reason: 'deleting what is old comes with a later version of Roost; nothing is deleted by age',
    })),
]
