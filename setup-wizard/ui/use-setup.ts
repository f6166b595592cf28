import { useCallback, useEffect, useState } from 'preact/hooks'
import type { ErrorView, StateView } from '../view.ts'
import { type Reply, readState } from './client.ts'

/** The box's state in this page, kept fresh. */
export interface Setup {
  readonly view: StateView | undefined
  /** The box did not answer last time; the page keeps asking. */
  readonly offline: boolean
  /** This browser held the set-up, and another one took it over. */
  readonly lost: boolean
  readonly busy: boolean
  /** Sends one request at a time. Gives the refusal, if it was one the page should show beside its form. */
  send(request: () => Promise<Reply>): Promise<ErrorView | undefined>
}

const startingMs = 1_000
const offlineMs = 2_000

export function useSetup(): Setup {
  const [view, setView] = useState<StateView>()
  const [offline, setOffline] = useState(false)
  const [lost, setLost] = useState(false)
  const [busy, setBusy] = useState(false)

  const take = useCallback((reply: Reply): ErrorView | undefined => {
    setOffline(reply.kind === 'silent')
    if (reply.kind === 'refused') return reply.error
    if (reply.kind === 'state') {
      setView((before) => {
        if (reply.view.holder) setLost(false)
        else if (before?.holder && reply.view.phase !== 'done') setLost(true)
        return reply.view
      })
    }
    return undefined
  }, [])

  const refresh = useCallback(async () => void take(await readState()), [take])

  const send = useCallback(
    async (request: () => Promise<Reply>) => {
      setBusy(true)
      const reply = await request()
      const error = take(reply)
      if (reply.kind === 'refused' && [401, 409, 410].includes(reply.status)) await refresh()
      setBusy(false)
      return error
    },
    [take, refresh],
  )

  useEffect(() => {
    void refresh()
    const wake = () => document.visibilityState === 'visible' && void refresh()
    document.addEventListener('visibilitychange', wake)
    return () => document.removeEventListener('visibilitychange', wake)
  }, [refresh])

  const pause = offline ? offlineMs : view?.phase === 'starting' ? startingMs : undefined
  useEffect(() => {
    if (pause === undefined) return
    let live = true
    let timer = 0
    const again = () => {
      timer = window.setTimeout(async () => {
        await refresh()
        if (live) again()
      }, pause)
    }
    again()
    return () => {
      live = false
      window.clearTimeout(timer)
    }
  }, [pause, refresh])

  return { view, offline, lost, busy, send }
}
