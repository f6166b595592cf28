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
  let looking: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    const text = bannerText(view())
    if (text !== shown) {
      await writeDurably(join(run, 'banner'), text, 0o600)
      shown = text
    }
    const now = announcement()
    if (avahi !== undefined && now !== announced) {
      await announce(avahi, now, port())
      announced = now
    }
  }

  const next = () => {
    looking = looking.then(look).catch((error: unknown) => {
      log.warn('appliance.screen', { reason: error instanceof Error ? error.message : String(error) })
    })
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
