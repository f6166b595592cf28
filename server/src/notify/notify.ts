/**
 * Who watches which mailbox. Publishing carries no payload: a watcher looks at the store for itself,
 * so a lost or doubled call can never show wrong mail. Call `publish` only after the commit is flushed.
 */
export interface Notifier {
  /** Calls `wake` (never synchronously inside `publish`) after each change of the mailbox. Returns how to stop. */
  watch(mailboxId: number, wake: () => void): () => void
  publish(mailboxId: number): void
  /** True while somebody watches this mailbox. */
  isWatched(mailboxId: number): boolean
  /** Mailboxes being watched; returns to zero when all sessions are gone. */
  readonly size: number
}
