const started = performance.now()

/** Seconds since the script began, one decimal. */
export const elapsed = (): string => ((performance.now() - started) / 1000).toFixed(1)

/** Shows one line of progress with the time passed. */
export const step = (text: string): void => {
  process.stderr.write(`[${elapsed().padStart(6)} s] ${text}\n`)
}
