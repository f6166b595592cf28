import { useState } from 'preact/hooks'
import type { MessageKey } from '../../messages/en.ts'
import type { StateView } from '../../view.ts'
import { copyText } from '../copy-text.ts'
import { StepHead } from '../parts/frame.tsx'
import { Poster } from '../parts/poster.tsx'
import { Qr } from '../parts/qr.tsx'
import { useWords } from '../words.ts'

const next: readonly MessageKey[] = ['done.next.app', 'done.next.print', 'done.next.router', 'done.next.code']

export function DoneStep({ view: { joinUrl = '' } }: { view: StateView }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const address = joinUrl.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  return (
    <section>
      <StepHead title={t('done.title')} text={t('done.text')} />
      <div class="join">
        <Qr text={joinUrl} label={t('done.qr', { url: joinUrl })} />
        <a href={joinUrl}>{joinUrl.replace(/^http:\/\//, '')}</a>
      </div>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => window.print()}>
          {t('done.print')}
        </button>
        <button type="button" class="quiet" onClick={() => setCopied(copyText(joinUrl))}>
          {t(copied ? 'done.copied' : 'done.copy')}
        </button>
        <span class="unseen" role="status">
          {copied && t('done.copied')}
        </span>
      </div>
      <h2>{t('done.next')}</h2>
      <ol class="next">
        {next.map((key) => (
          <li key={key}>{t(key, { address })}</li>
        ))}
      </ol>
      <Poster joinUrl={joinUrl} />
    </section>
  )
}
