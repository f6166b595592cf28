import { answersOf, type SetupAnswers } from '../steps.ts'
import type { SetUp } from './set-up.ts'
import type { WizardLog } from './wizard.ts'

/** Starts the server with the answers, once at a time, and records how it went. */
export interface Launch {
  /** Does nothing while a start is under way or when none is asked for. */
  begin(): void
  /** Resolves when no start is under way. */
  idle(): Promise<void>
}

/** A start that a power cut ended is begun again by calling `begin` after loading: `start` must bear repetition. */
export function createLaunch({
  setUp,
  start,
  log,
}: {
  setUp: SetUp
  start: (answers: SetupAnswers) => Promise<{ joinUrl: string }>
  log: WizardLog
}): Launch {
  let running: Promise<void> | undefined

  async function run(answers: SetupAnswers): Promise<void> {
    try {
      const { joinUrl } = await start(answers)
      await setUp.move({ do: 'started', joinUrl })
      log.info('setup.done')
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log.warn('setup.failed', { reason })
      await setUp.move({ do: 'failed', reason }).catch(() => log.error('setup.unsaved'))
    }
  }

  return {
    begin() {
      const answers = answersOf(setUp.saved.state)
      if (running || setUp.saved.state.phase !== 'starting' || !answers) return
      log.info('setup.start')
      running = run(answers).finally(() => {
        running = undefined
      })
    },
    async idle() {
      await running
    },
  }
}
