import type { Config } from './config/config.ts'

/**
 * Annotations of the server that every client may read (RFC 5464; docs/protocol.md, METADATA). The number of
 * recipients also makes newer clients hand in their push tokens. Of app versions this server recommends none.
 */
export const serverMetadata = ({
  limits,
}: Pick<Config, 'limits'>): ((entry: string) => string | undefined) => {
  const values = new Map([
    ['/shared/vendor/deltachat/maxsmtprecipients', String(limits.recipients)],
    ['/shared/vendor/deltachat/appversions', '{"clients":[]}'],
  ])
  return (entry) => values.get(entry)
}
