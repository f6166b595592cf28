/** A failure whose message already says what to do next: shown without a stack. */
export class Remedy extends Error {
  override name = 'Remedy'
}

/**
 * Runs a script's story. A {@link Remedy}, or a plain error of the builders, ends it with its own sentence; what Node
 * or a library throws is a defect of ours, and comes with its stack.
 */
export async function tell(story: () => Promise<number>): Promise<never> {
  try {
    process.exit(await story())
  } catch (error) {
    process.stderr.write(`\nroost: ${describe(error)}\n`)
    process.exit(1)
  }
}

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof Remedy || error.constructor === Error) return error.message
  return `unexpected failure\n${error.stack}`
}
