export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

const longestHeader = 200

/**
 * The best of our languages for an Accept-Language header (RFC 9110 section 12.5.4); English when nothing fits.
 * `de-AT` matches `de`. Never throws.
 */
export const chooseLanguage = (header: string | undefined): Language => {
  const wishes = (header ?? '')
    .slice(0, longestHeader)
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';')
      const q = parameters.map((p) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(p)?.[1]).find(Boolean)
      return { tag: tag.trim().split('-')[0], q: q === undefined ? 1 : Number(q) }
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
  for (const { tag } of wishes) {
    const known = languages.find((language) => language === tag)
    if (known !== undefined) return known
  }
  return 'en'
}
