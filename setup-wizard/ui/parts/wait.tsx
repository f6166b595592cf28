import { useEffect, useState } from 'preact/hooks'
import { waitInWords } from '../../messages/catalogue.ts'
import { useWords } from '../words.ts'

/** Too many wrong codes: counts down for the eye, and tells screen readers only the beginning and the end. */
export function Wait({ seconds }: { seconds: number }) {
  const { t, language } = useWords()
  const [left, setLeft] = useState(seconds)

  useEffect(() => {
    const end = performance.now() + seconds * 1000
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - performance.now()) / 1000))
      setLeft(rest)
      if (rest === 0) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [seconds])

  const words = (count: number) => t('error.wait', { time: waitInWords(language, count) })
  if (left === 0) {
    return (
      <p class="note" role="status">
        {t('error.waitOver')}
      </p>
    )
  }
  return (
    <div class="alert">
      <p aria-hidden="true">{words(left)}</p>
      <p class="unseen" role="alert">
        {words(seconds)}
      </p>
    </div>
  )
}
