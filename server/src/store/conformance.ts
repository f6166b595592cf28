import { accountProperties } from './conformance/accounts.ts'
import { ageProperties } from './conformance/age.ts'
import { changeProperties } from './conformance/changes.ts'
import { contentProperties } from './conformance/contents.ts'
import { deliveryProperties } from './conformance/delivery.ts'
import { mailboxProperties } from './conformance/mailboxes.ts'
import type { Subject } from './conformance/subject.ts'

/** Registers every property an implementation of the store has to have as a test. */
export const storeConformance = (subject: Subject): void => {
  accountProperties(subject)
  mailboxProperties(subject)
  deliveryProperties(subject)
  contentProperties(subject)
  changeProperties(subject)
  ageProperties(subject)
}
