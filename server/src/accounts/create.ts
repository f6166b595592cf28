import { type Clock, dayOf } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { fixedLimits } from '../config/limits.ts'
import type { Log } from '../log/log.ts'
import type { Account, Store } from '../store/store.ts'
import type { AccountDeletion, Accounts, LoginResult } from './accounts.ts'
import { CredentialsCache } from './credentials-cache.ts'
import { Departed } from './departed.ts'
import { BusyError, HashQueue } from './hash-queue.ts'
import { loginAddress, mayRegister, recipientAddress } from './names.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { suggestName, suggestPassword } from './suggest.ts'

export interface AccountsDeps {
  readonly store: Store
  readonly config: Pick<Config, 'domain' | 'limits'>
  readonly clock: Clock
  /** Unpredictable octets. */
  readonly random: (octets: number) => Buffer
  readonly log: Log
  /** False while nobody new may join; who has an account is not affected. */
  readonly registrationOpen?: () => boolean
  /** What the machine is too short of to take newcomers; by default nothing. */
  readonly lacking?: () => string | undefined
  /** Told which mailboxes went with an account that its owner removed. */
  readonly removed?: (mailboxIds: readonly number[]) => void
  /** Where passwords are hashed; by default a queue with the bounds of the limits. */
  readonly hashes?: HashQueue
}

/** Names that are tried; with nine characters even the second is never needed. */
const SUGGESTIONS = 100

/** Accounts that appear with their first login (docs/protocol.md, accounts). */
export const createAccounts = (deps: AccountsDeps): Accounts & AccountDeletion => {
  const { store, config, clock, random, log, registrationOpen = () => true, lacking = () => undefined } = deps
  const { limits } = config
  const domain = config.domain.toLowerCase()
  const { password_hashes, password_queue } = fixedLimits
  const hashes = deps.hashes ?? new HashQueue(password_hashes.value, password_queue.value)
  const cache = new CredentialsCache(
    random(32),
    fixedLimits.verified_credentials.value,
    fixedLimits.verified_credentials_ms.value,
    clock.now,
  )
  const departed = new Departed(
    random(32),
    fixedLimits.departed.value,
    fixedLimits.departed_ms.value,
    clock.now,
  )
  /** Logins under way by digest: a phone that opens two connections pays one hash. Bounded by the queue. */
  const underWay = new Map<string, Promise<LoginResult>>()
  /** Accounts whose last login is being written. */
  const touching = new Set<number>()

  const accept = (account: Account, digest: string): LoginResult => {
    cache.remember(digest, account.passwordHash)
    touch(account)
    return { ok: true, account }
  }

  /** Notes the day, once a day, after the answer: a late or lost note costs nothing but a day. */
  const touch = ({ id, lastLoginDay }: Account): void => {
    const today = dayOf(clock.now())
    if (lastLoginDay >= today || touching.has(id)) return
    touching.add(id)
    store
      .updateAccount(id, { lastLoginDay: today })
      .catch((error) => log.warn('accounts.last_login_not_kept', { reason: errorName(error) }))
      .finally(() => touching.delete(id))
  }

  const verify = async (account: Account, password: string, digest: string): Promise<LoginResult> => {
    const right = await hashes.run(() => verifyPassword(password, account.passwordHash))
    return right ? accept(account, digest) : { ok: false, reason: 'wrong-password' }
  }

  const register = async (address: string, password: string, digest: string): Promise<LoginResult> => {
    if (!mayRegister(address, limits)) return { ok: false, reason: 'bad-address' }
    if ([...password].length < limits.password_min) return { ok: false, reason: 'short-password' }
    const short = lacking()
    if (short !== undefined) {
      log.warn('accounts.no_room', { short })
      return { ok: false, reason: 'busy' }
    }
    const passwordHash = await hashes.run(() => hashPassword(password, random))
    // After the hash, so that a closed house takes as long for a name it does not know as for one it knows.
    if (!registrationOpen() || departed.has(address)) return { ok: false, reason: 'registration-closed' }
    const { account, created } = await store.createAccount(address, passwordHash, dayOf(clock.now()))
    if (!created) return verify(account, password, digest)
    log.info('accounts.created', { account: account.id })
    return accept(account, digest)
  }

  const check = async (address: string, password: string, digest: string): Promise<LoginResult> => {
    try {
      const account = store.findAccount(address)
      return await (account === undefined
        ? register(address, password, digest)
        : verify(account, password, digest))
    } catch (error) {
      if (error instanceof BusyError) return { ok: false, reason: 'busy' }
      throw error
    }
  }

  return {
    domain,

    login: async (given, password) => {
      const address = loginAddress(given, domain)
      if (address === undefined) return { ok: false, reason: 'bad-address' }
      if (Buffer.byteLength(password) > fixedLimits.password_bytes.value)
        return { ok: false, reason: 'wrong-password' }
      const digest = cache.digest(address, password)
      const account = store.findAccount(address)
      if (account !== undefined && cache.knows(digest, account.passwordHash)) {
        touch(account)
        return { ok: true, account }
      }
      const first = underWay.get(digest)
      if (first !== undefined) return first
      const result = check(address, password, digest)
      underWay.set(digest, result)
      try {
        return await result
      } finally {
        underWay.delete(digest)
      }
    },

    remove: async (given, password) => {
      const address = loginAddress(given, domain)
      const account = address === undefined ? undefined : store.findAccount(address)
      const usable = Buffer.byteLength(password) <= fixedLimits.password_bytes.value
      try {
        const right = await hashes.run(async () => {
          if (account !== undefined && usable) return verifyPassword(password, account.passwordHash)
          // For the time it takes.
          await hashPassword('', random)
          return false
        })
        if (account === undefined || !right) return 'refused'
      } catch (error) {
        if (error instanceof BusyError) return 'busy'
        throw error
      }
      const mailboxes = store.listMailboxes(account.id).map(({ id }) => id)
      departed.add(account.address)
      const gone = await store.deleteAccount(account.id)
      cache.forget(cache.digest(account.address, password))
      deps.removed?.(mailboxes)
      if (gone) log.info('accounts.removed_by_owner', { account: account.id })
      return 'removed'
    },

    recipient: (given) => {
      const address = recipientAddress(given, domain)
      return address === undefined ? undefined : store.findAccount(address)
    },

    suggest: () => {
      for (let tries = 0; tries < SUGGESTIONS; tries++) {
        const address = `${suggestName(limits, random)}@${domain}`
        if (store.findAccount(address) === undefined)
          return { address, password: suggestPassword(limits, random) }
      }
      throw new Error('nearly all names are taken: raise name_max in [limits]')
    },
  }
}

const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
