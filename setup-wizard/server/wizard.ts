import type { IncomingMessage, ServerResponse } from 'node:http'
import fastify from 'fastify'
import type { RandomBytes } from '../setup-code.ts'
import type { SetupAnswers, SetupState } from '../steps.ts'
import { createThrottle } from '../throttle.ts'
import type { PreseedError, StartStage } from '../view.ts'
import { addApi } from './api.ts'
import { guardRequests } from './guards.ts'
import { createLaunch } from './launch.ts'
import { addPages, type ReadAsset } from './pages.ts'
import { openSetUp, type SetupStorage } from './set-up.ts'

/** Structured log lines; the wizard never logs a code, a cookie or an address. */
export interface WizardLog {
  info(event: string, fields?: Readonly<Record<string, string | number>>): void
  warn(event: string, fields?: Readonly<Record<string, string | number>>): void
  error(event: string, fields?: Readonly<Record<string, string | number>>): void
}

export interface WizardOptions {
  readonly box: {
    readonly version: string
    /** Without `.local`. */
    readonly hostname: string
    /** The addresses of the box at this moment. */
    addresses(): readonly string[]
  }
  readonly storage: SetupStorage
  readonly setupCode: string
  /** What the card's file already answers: a name to suggest. */
  readonly preseed: { readonly domain?: string }
  readonly preseedErrors: readonly PreseedError[]
  readonly clock: { now(): number }
  readonly random: RandomBytes
  readonly log: WizardLog
  /** Reads a file of the built pages: `index.html`, `app.js` … (build.ts). */
  readonly assets: ReadAsset
  /** Brings the server up and says where people join; may be called again after a failure or a power cut. */
  start(answers: SetupAnswers): Promise<{ joinUrl: string }>
  /** What a running start is busy with. */
  stage?(): StartStage
  /** Where people join now, when the box's address may have changed since set-up. */
  joinUrl?(): string | undefined
}

export interface Wizard {
  /** Serves `/` and `/setup/…` of one HTTP request. */
  handler(request: IncomingMessage, response: ServerResponse): void
  /** Where set-up is; what it says is already saved. */
  readonly state: SetupState
  /** Waits for a start under way, then stops answering. */
  close(): Promise<void>
}

/** What the routes share. */
export type WizardContext = WizardOptions & {
  readonly setUp: Awaited<ReturnType<typeof openSetUp>>
  readonly launch: ReturnType<typeof createLaunch>
  readonly throttle: ReturnType<typeof createThrottle>
}

/** The largest answer is a name; this leaves room for a careless paste, not for filling the memory. */
const bodyBytes = 4_096

/** Opens the set-up that was saved, resumes a start that was cut off, and serves the pages and their API. */
export async function createWizard(options: WizardOptions): Promise<Wizard> {
  const { storage, random, log } = options
  const setUp = await openSetUp({
    storage,
    random,
    suggestion: options.preseed.domain?.startsWith('_') ? options.preseed.domain : undefined,
    box: () => ({ addresses: options.box.addresses() }),
  })
  const launch = createLaunch({ setUp, start: (answers) => options.start(answers), log })
  const context: WizardContext = {
    ...options,
    setUp,
    launch,
    throttle: createThrottle(() => options.clock.now()),
  }
  const app = fastify({ bodyLimit: bodyBytes, routerOptions: { maxParamLength: 60 } })
  guardRequests(app, context)
  addPages(app, context)
  addApi(app, context)
  await app.ready()
  launch.begin()
  return {
    handler: (request, response) => app.routing(request, response),
    get state() {
      return setUp.saved.state
    },
    async close() {
      await launch.idle()
      await app.close()
    },
  }
}
