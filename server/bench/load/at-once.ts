/** Works through the items, `parallel` of them at a time. The results stand in the order of the items. */
export const atOnce = async <I, R>(
  items: readonly I[],
  parallel: number,
  work: (item: I, index: number) => Promise<R>,
): Promise<R[]> => {
  const results = new Array<R>(items.length)
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++
      results[index] = await work(items[index]!, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker))
  return results
}
