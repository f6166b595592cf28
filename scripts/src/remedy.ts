/** A failure whose message already says what to do next: shown without a stack. */
export class Remedy extends Error {
  override name = 'Remedy'
}

/** Runs a script's story; a {@link Remedy} ends it with one sentence, anything else with its stack. */
export async function tell(story: () => Promise<number>): Promise<never> {
  try {
    process.exit(await story())
  } catch (error) {
    if (error instanceof Remedy) process.stderr.write(`\nroost: ${error.message}\n`)
    else
      process.stderr.write(
        `\nroost: unexpected failure\n${error instanceof Error ? error.stack : String(error)}\n`,
      )
    process.exit(1)
  }
}
