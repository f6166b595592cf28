import { suggestDomainName } from '../domain-name.ts'
import { parseSaved, type SavedSetup } from '../saved.ts'
import type { RandomBytes } from '../setup-code.ts'
import { type Advance, advance, type BoxView, type Move, type Refusal, unclaimed } from '../steps.ts'

/** Where the set-up is kept. `save` resolves after the text would survive a power cut, and never leaves half of it. */
export interface SetupStorage {
  load(): Promise<string | undefined>
  save(text: string): Promise<void>
}

/** The state machine with its memory: moves happen one after the other, and each is saved before it is seen. */
export interface SetUp {
  readonly saved: SavedSetup
  /** Makes a move; `session` replaces the session that may write. Rejects when saving fails: nothing has changed then. */
  move(move: Move, session?: string): Promise<{ ok: true } | { ok: false; refusal: Refusal }>
}

/** Loads what was saved, or begins afresh. */
export async function openSetUp({
  storage,
  random,
  suggestion,
  box,
}: {
  storage: SetupStorage
  random: RandomBytes
  suggestion?: string | undefined
  box: () => BoxView
}): Promise<SetUp> {
  const text = await storage.load()
  let saved: SavedSetup = (text === undefined ? undefined : parseSaved(text)) ?? {
    version: 1,
    state: unclaimed,
    suggestion: suggestion ?? suggestDomainName(random),
  }
  let queue: Promise<unknown> = Promise.resolve()

  async function make(move: Move, session: string | undefined) {
    const next: Advance = advance(saved.state, move, box())
    if (!next.ok) return next
    const changed = { ...saved, state: next.state, ...(session !== undefined && { session }) }
    await storage.save(JSON.stringify(changed))
    saved = changed
    return { ok: true } as const
  }

  return {
    get saved() {
      return saved
    },
    move(move, session) {
      const made = queue.then(() => make(move, session))
      queue = made.catch(() => {})
      return made
    },
  }
}
