import type { Config } from './config/config.ts'

/**
 * Annotations of the server that every client may read (RFC 5464; docs/protocol.md, METADATA). The number of
 * recipients also tells newer clients that push works here.
 */
export const serverMetadata =
  ({ limits }: Pick<Config, 'limits'>) =>
  (entry: string): string | undefined =>
    entry === '/shared/vendor/deltachat/maxsmtprecipients' ? String(limits.recipients) : undefined
