import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Accounts } from '../accounts/accounts.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { fixedLimits } from '../config/limits.ts'
import { sayGoodBye } from '../listen/good-bye.ts'
import type { ProtocolHandler } from '../listen/handler.ts'
import type { Log } from '../log/log.ts'
import type { Notifier } from '../notify/notify.ts'
import type { Store } from '../store/store.ts'
import { AccountConnections } from './account-connections.ts'
import { capabilityList } from './command/capability.ts'
import { Connection } from './connection.ts'
import { KeyedQueue } from './keyed-queue.ts'
import type { Server } from './session.ts'
import { TimerWheel } from './timer-wheel.ts'

export interface ImapDeps {
  readonly store: Store
  readonly accounts: Accounts
  readonly notifier: Notifier
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** How STARTTLS turns the plain socket into a TLS one; without it STARTTLS is not offered. */
  readonly tls?: { upgrade(socket: Socket): Promise<TLSSocket> }
  /** Values of `/shared/` annotations of the server (docs/protocol.md, METADATA). */
  readonly serverMetadata: (entry: string) => string | undefined
  /** The timers; tests turn their own. */
  readonly wheel?: TimerWheel
}

export interface Imap extends ProtocolHandler {
  readonly connections: number
  /** Accounts that are logged in. */
  readonly accounts: number
}

/**
 * IMAP4rev1 (RFC 3501) with the extensions of `capability.ts`.
 *
 * Invariants
 * - A tagged OK leaves after the store's promise, so after the flush; watchers are woken after it, too.
 * - A wake carries nothing: each session compares its view with the store (`Session.tell`).
 * - Sequence numbers shift only where the client expects it: by its own EXPUNGE, MOVE and CLOSE, and by what `tell`
 *   says at the end of a command that allows it.
 * - One command of a connection at a time; its input and its replies are bounded, whatever the peer does.
 */
export const createImap = (deps: ImapDeps): Imap => {
  const { store, accounts, notifier, config, clock, log, serverMetadata } = deps
  const server: Server = {
    store,
    accounts,
    notifier,
    config,
    clock,
    log,
    serverMetadata,
    upgrade: deps.tls === undefined ? undefined : (socket) => deps.tls!.upgrade(socket),
    flagQueue: new KeyedQueue(),
    accountQueue: new KeyedQueue(),
    accountConnections: new AccountConnections(),
  }
  const connections = new Set<Connection>()
  const around = {
    server,
    wheel: deps.wheel ?? new TimerWheel(),
    onClose(connection: Connection) {
      connections.delete(connection)
    },
  }

  return {
    handle(socket, info) {
      const connection = new Connection(socket, info.secure, around)
      connections.add(connection)
      connection.greet(capabilityList)
    },
    close(graceMs) {
      return sayGoodBye(connections, { graceMs, lingerMs: fixedLimits.stop_linger_ms.value })
    },
    get accounts() {
      return server.accountConnections.size
    },
    get connections() {
      return connections.size
    },
  }
}
