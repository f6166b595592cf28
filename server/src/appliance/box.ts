/**
 * The box for its whole life on one port 80: the wizard until set-up is finished, the mail server's pages afterwards.
 * What it shows on its screen and announces in the house follows from where set-up is, and is written only on change.
 */
import { rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { preferredLanguage } from '../../../setup-wizard/messages/accept-language.ts'
import { createWizard, type WizardOptions } from '../../../setup-wizard/server/wizard.ts'
import { answersOf, isClaimed, type SetupAnswers } from '../../../setup-wizard/steps.ts'
import type { StartStage } from '../../../setup-wizard/view.ts'
import { readAsset } from '../asset.ts'
import { writeDurably } from '../certificate/durable-file.ts'
import type { Clock } from '../clock.ts'
import { fixedLimits } from '../config/limits.ts'
import type { Overrides } from '../config/toml.ts'
import { bind } from '../listen/bind.ts'
import { createHttp } from '../listen/http.ts'
import type { Log } from '../log/log.ts'
import { boxUrl } from './addresses.ts'
import type { BannerView } from './banner.ts'
import { applianceFiles, loadSetupCode, openDataFolder, setupStorage } from './files.ts'
import { createMailService, type StartMail } from './mail-service.ts'
import type { Preset } from './preset.ts'
import { openScreen } from './screen.ts'
import { reachableNames, settingsConfig, settingsText } from './settings.ts'
import { sendTroublePage, type Trouble } from './trouble-page.ts'

export interface BoxOptions {
  readonly version: string
  /** Without `.local`. */
  readonly hostname: string
  /** Folder for everything that lives. */
  readonly data: string
  /** Folder for what is of this boot only; gets `banner`. */
  readonly run: string
  /** Avahi's folder of service files, if there is one. */
  readonly avahi?: string
  readonly preset: Preset
  /** The data partition could not be mounted: `data` is memory, so nobody may set up anything on it. */
  readonly dataLost?: boolean
  /** 80; 0 takes any free port. */
  readonly httpPort: number
  /** `['ports.imaps=1993']`: wins over what is written. */
  readonly overrides: Overrides
  readonly log: Log
  readonly clock: Clock
  readonly random: WizardOptions['random']
  readonly startMail: StartMail
  /** The box's addresses at this moment. */
  addresses(): readonly string[]
  /** Between two looks at addresses and state. */
  readonly lookMs?: number
  /** Between two tries to start a mail server that failed. */
  readonly retryMs?: number
}

export interface Box {
  /** Where port 80 really is. */
  readonly port: number
  stop(): Promise<void>
}

/** Opens the box: port 80 answers when this resolves. Rejects when the port or the data folder cannot be used. */
export async function openBox(options: BoxOptions): Promise<Box> {
  const { data, preset, dataLost = false, log, random, addresses, hostname, version } = options
  const files = applianceFiles(data)
  await openDataFolder(data)
  const code = await loadSetupCode(data, preset.setupCode, random)
  const mail = createMailService(options.startMail, log)
  let stage: StartStage = 'settings'
  /** The names that the mail server knows for its own. */
  let told: string | undefined

  async function writeConfig(answers: SetupAnswers) {
    const source = { answers, data, hostname, addresses: addresses(), preset: preset.settings }
    const text = settingsText(source)
    const config = settingsConfig(text, files.config, options.overrides)
    await writeDurably(files.config, text, 0o600)
    told = String(config.reachable)
    return config
  }

  async function start(answers: SetupAnswers): Promise<{ joinUrl: string }> {
    stage = 'settings'
    const config = await writeConfig(answers)
    stage = 'server'
    await mail.start(
      async () => config,
      () => {
        stage = 'answering'
      },
    )
    return { joinUrl: joinUrl() }
  }

  const joinUrl = () => boxUrl(addresses()[0] ?? `${hostname}.local`, port, '/join')
  let port = options.httpPort

  const wizard = await createWizard({
    box: { version, hostname, addresses },
    storage: setupStorage(data),
    setupCode: code,
    preseed: preset.domain === undefined ? {} : { domain: preset.domain },
    preseedErrors: preset.mistakes,
    clock: options.clock,
    random,
    log,
    assets: (name) => readAsset(`ui/${name}`),
    start,
    stage: () => stage,
    joinUrl,
  })
  const isDone = () => wizard.state.phase === 'done'

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const { url = '' } = request
    const ofWizard = dataLost ? url.startsWith('/setup/assets/') : !isDone() || /^\/setup($|[/?])/.test(url)
    if (ofWizard) wizard.handler(request, response)
    else if (mail.running) mail.running.handler(request, response)
    else sendTroublePage(response, preferredLanguage(request.headers['accept-language']), trouble())
  }

  function trouble(): Trouble {
    if (dataLost) return { kind: 'data-lost' }
    return mail.trouble === undefined ? { kind: 'starting' } : { kind: 'failed', reason: mail.trouble }
  }

  const http = createHttp(serve)
  const server = await bind('http', '::', options.httpPort, (socket) =>
    http.handle(socket, { secure: false, id: 0 }),
  )
  server.maxConnections = fixedLimits.http_connections.value
  port = (server.address() as AddressInfo).port

  const known = answersOf(wizard.state)
  if (isDone()) await rm(files.code, { force: true })
  const trying =
    isDone() && known ? mail.keepTrying(() => writeConfig(known), options.retryMs ?? 60_000) : undefined
  const screen = openScreen({
    run: options.run,
    avahi: options.avahi,
    log,
    lookMs: options.lookMs ?? 2_000,
    view: bannerView,
    announcement: () => (isDone() ? 'serving' : 'setup'),
    port: () => port,
  })
  if (dataLost) log.error('appliance.data_lost')
  const following = setInterval(followAddresses, options.lookMs ?? 2_000)
  log.info('appliance.up', { setup: wizard.state.phase })

  return {
    port,
    async stop() {
      clearInterval(following)
      await screen.close()
      server.close()
      await http.close(2_000)
      await wizard.close()
      await mail.stop()
      await trying
    },
  }

  /** The router gave another address, or the first one after the server had started. Without any, nothing changes. */
  function followAddresses(): void {
    const names = reachableNames(addresses(), hostname)
    if (mail.running === undefined || names.length === 1 || String(names) === told) return
    told = String(names)
    log.info('appliance.addresses_changed')
    mail.running.reachableBy(names)
  }

  function bannerView(): BannerView {
    const urls = [...addresses(), ...(addresses().length > 0 ? [`${hostname}.local`] : [])]
    return {
      version,
      hostname,
      urls: urls.map((host) => boxUrl(host, port, '/')),
      state: bannerState(),
      mistakes: preset.mistakes,
    }
  }

  function bannerState(): BannerView['state'] {
    if (dataLost) return { kind: 'data-lost' }
    const { state } = wizard
    if (state.phase === 'starting') return { kind: 'starting' }
    if (state.phase !== 'done') return { kind: isClaimed(state) ? 'claimed' : 'unclaimed', code }
    if (mail.trouble !== undefined) return { kind: 'trouble', reason: mail.trouble }
    if (!mail.running) return { kind: 'starting' }
    return { kind: 'running', domain: answersOf(state)?.domain ?? '', joinUrl: joinUrl() }
  }
}
