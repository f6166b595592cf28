import type { DeliveryOutcome, DeliveryRefusal, DeliveryTarget } from './store.ts'

/**
 * For a delivery that all targets get or none: what they are answered when at least one is refused, else `undefined`.
 * `refusalOf` judges one target that would get `octets` in all, since one account may be named more than once. Runs
 * inside the transaction of the delivery, so nothing comes between the look and the writing.
 */
export const refusedTogether = (
  targets: readonly DeliveryTarget[],
  size: number,
  refusalOf: (target: DeliveryTarget, octets: number) => DeliveryRefusal | undefined,
): DeliveryOutcome[] | undefined => {
  const octets = new Map<number, number>()
  const refusals = targets.map((target) => {
    const sum = (octets.get(target.accountId) ?? 0) + size
    octets.set(target.accountId, sum)
    return refusalOf(target, sum)
  })
  if (refusals.every((refusal) => refusal === undefined)) return undefined
  return targets.map(({ accountId }, index) => ({
    ok: false,
    accountId,
    reason: refusals[index] ?? 'other-refused',
  }))
}
