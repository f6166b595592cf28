import type { Config } from './config.ts'

export interface WithoutEffect {
  readonly key: string
  readonly reason: string
}

/** What somebody asked for and this version does not do yet: said at the start, no reason not to start. Pure. */
export const withoutEffect = ({ ports }: Pick<Config, 'ports'>): WithoutEffect[] => [
  ...(ports.smtp === 0
    ? []
    : [
        {
          key: 'ports.smtp',
          reason: 'mail from other servers comes with a later version of Roost; nothing listens on this port',
        },
      ]),
]
