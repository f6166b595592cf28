import type { MessageKey } from '../../messages/en.ts'
import { useWords } from '../words.ts'
import { Logo } from './logo.tsx'
import { Qr } from './qr.tsx'

const sentences: readonly MessageKey[] = ['poster.1', 'poster.2', 'poster.3']

/** The page for the hallway: only on paper. */
export function Poster({ joinUrl }: { joinUrl: string }) {
  const { t } = useWords()
  return (
    <div class="poster" aria-hidden="true">
      <Logo large />
      <p class="name">{t('poster.title')}</p>
      <Qr text={joinUrl} label={joinUrl} />
      <p class="url">{joinUrl}</p>
      <ol>
        {sentences.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ol>
    </div>
  )
}
