import type { Token } from '../wire/token.ts'
import { append } from './append.ts'
import { capability } from './capability.ts'
import type { Command } from './command.ts'
import { copy, move, uidCopy, uidMove } from './copy.ts'
import { close, expunge, uidExpunge } from './expunge.ts'
import { fetch, uidFetch } from './fetch.ts'
import { idle } from './idle.ts'
import { list, lsub, namespace } from './list.ts'
import { authenticate, login } from './login.ts'
import { create, deleteMailbox, rename, subscribe, unsubscribe } from './mailboxes.ts'
import { getMetadata, setMetadata } from './metadata.ts'
import { getQuota, getQuotaRoot, setQuota } from './quota.ts'
import { search, uidSearch } from './search.ts'
import { examine, select, unselect } from './select.ts'
import { check, enable, logout, noop, startTls } from './session-commands.ts'
import { status } from './status.ts'
import { store, uidStore } from './store.ts'

/** Every command this server knows. */
export const commands: readonly Command[] = [
  ...[capability, noop, logout, startTls, login, authenticate, enable],
  ...[select, examine, unselect, close, check, expunge, uidExpunge],
  ...[create, deleteMailbox, rename, subscribe, unsubscribe, list, lsub, namespace, status],
  ...[append, search, uidSearch, fetch, uidFetch, store, uidStore, copy, uidCopy, move, uidMove],
  ...[idle, getQuota, getQuotaRoot, setQuota, getMetadata, setMetadata],
]

const byName = new Map(commands.map((row) => [row.name, row]))

/** The row of a tokenized command, and the index of its first argument. */
export const findCommand = (tokens: readonly Token[]): { row: Command; from: number } | undefined => {
  const name = wordAt(tokens, 1)
  const uid = name === 'UID'
  const row = byName.get(uid ? `UID ${wordAt(tokens, 2)}` : (name ?? ''))
  return row === undefined ? undefined : { row, from: uid ? 3 : 2 }
}

const wordAt = (tokens: readonly Token[], at: number): string | undefined => {
  const token = tokens[at]
  return token?.kind === 'atom' && token.gap ? token.text.toUpperCase() : undefined
}
