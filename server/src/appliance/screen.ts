import { join } from 'node:path'
import { writeDurably } from '../certificate/durable-file.ts'
import type { Log } from '../log/log.ts'
import { type Announcement, announce } from './avahi.ts'
import { type BannerView, bannerText } from './banner.ts'

/** What the box shows on its own screen and announces in the house. */
export interface Screen {
  /** Stops looking; what was being written is written. */
  close(): Promise<void>
}

export interface ScreenOptions {
  /** Gets the file `banner`. */
  readonly run: string
  readonly avahi?: string | undefined
  readonly log: Log
  readonly lookMs: number
  view(): BannerView
  announcement(): Announcement
  /** The port that is announced. */
  port(): number
}

/**
 * Looks at the box every `lookMs` and writes what changed: no card is worn out by it, and a new address of the router
 * is on the screen a moment later. A screen that cannot be written never stops the box.
 */
export function openScreen({ run, avahi, log, lookMs, view, announcement, port }: ScreenOptions): Screen {
  let shown: string | undefined
  let announced: Announcement | undefined
  let failing = false
  let looking: Promise<void> = Promise.resolve()

  async function tell(): Promise<void> {
    const now = announcement()
    if (avahi === undefined || now === announced) return
    await announce(avahi, now, port())
    announced = now
  }

  async function show(): Promise<void> {
    const text = bannerText(view())
    if (text === shown) return
    await writeDurably(join(run, 'banner'), text, 0o600)
    shown = text
  }

  /** One does not wait for the other to be possible; what fails is tried again, and logged once. */
  async function look(): Promise<void> {
    const reasons: unknown[] = []
    for (const act of [tell, show]) await act().catch((error: unknown) => reasons.push(error))
    if (reasons.length > 0 && !failing) log.warn('appliance.screen', { reason: String(reasons[0]) })
    failing = reasons.length > 0
  }

  const next = () => {
    looking = looking.then(look)
  }
  next()
  const timer = setInterval(next, lookMs)
  return {
    async close() {
      clearInterval(timer)
      await looking
    },
  }
}
