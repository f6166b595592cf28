import type { TestContext } from 'node:test'

/** Runs steps that build on one another as subtests; the first failure ends the story. */
export const tell =
  (t: TestContext) =>
  async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    let outcome: { value: T } | undefined
    await t.test(name, async () => {
      outcome = { value: await work() }
    })
    if (outcome === undefined) throw new Error(`the story ended at: ${name}`)
    return outcome.value
  }
