/**
 * Headers of every answer. Pages run no script, load nothing from elsewhere, set no cookie and tell nobody where the
 * reader came from.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=()',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

/** RFC 6797. Ninety days: long enough to matter, short enough to leave a name behind. Only with a public certificate. */
export const strictTransport = 'max-age=7776000'
