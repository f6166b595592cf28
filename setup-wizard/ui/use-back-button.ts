import { useEffect, useRef } from 'preact/hooks'
import { steps } from '../steps.ts'
import { answer } from './client.ts'
import type { Setup } from './use-setup.ts'

/** Lets the phone's own back button go to the question before instead of leaving the page. */
export function useBackButton({ view, send }: Setup): void {
  const place =
    view?.holder && view.phase !== 'starting' && view.phase !== 'done' ? steps.indexOf(view.step) : 0
  const before = useRef(0)

  useEffect(() => {
    if (before.current > 0 && place > before.current) history.pushState(null, '')
    before.current = place
  }, [place])

  useEffect(() => {
    if (place <= 1) return
    const goBack = () => void send(() => answer({ do: 'back' }))
    window.addEventListener('popstate', goBack)
    return () => window.removeEventListener('popstate', goBack)
  }, [place, send])
}
