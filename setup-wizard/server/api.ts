import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { preferredLanguage } from '../messages/accept-language.ts'
import { waitInWords } from '../messages/catalogue.ts'
import { sameSetupCode } from '../setup-code.ts'
import { isClaimed, type Move } from '../steps.ts'
import type { StateView } from '../view.ts'
import { refuse } from './guards.ts'
import { parseAnswer, parseClaim } from './requests.ts'
import { createSession, holdsSession } from './session.ts'
import type { WizardContext } from './wizard.ts'

/** `/setup/api/…`: what the page reads and writes. Every write answers with the new state. */
export function addApi(app: FastifyInstance, context: WizardContext): void {
  const { setUp, throttle, launch, random, setupCode, log } = context

  app.get('/setup/api/state', async (request) => viewFor(request, context))

  app.post('/setup/api/claim', async (request, reply) => {
    const claim = parseClaim(request.body)
    if (!claim) return refuse(request, reply, 400, 'error.request')
    const wait = throttle.wait(request.ip)
    if (wait > 0) return refuseForNow(request, reply, wait)
    if (!sameSetupCode(claim.code, setupCode)) {
      const next = throttle.failed(request.ip)
      log.warn('setup.wrong-code')
      return next > 0 ? refuseForNow(request, reply, next) : refuse(request, reply, 403, 'error.wrongCode')
    }
    throttle.succeeded(request.ip)
    const language = claim.language ?? preferredLanguage(request.headers['accept-language'])
    const session = createSession(random)
    return carryOut(request, reply, { do: 'claim', language }, session)
  })

  app.post('/setup/api/answer', async (request, reply) => {
    if (!isHolder(request, context)) return refuse(request, reply, 401, 'error.session')
    const move = parseAnswer(request.body)
    return move ? carryOut(request, reply, move) : refuse(request, reply, 400, 'error.request')
  })

  app.post('/setup/api/finish', async (request, reply) => {
    if (!isHolder(request, context)) return refuse(request, reply, 401, 'error.session')
    const answered = await carryOut(request, reply, { do: 'start' })
    launch.begin()
    return answered
  })

  async function carryOut(
    request: FastifyRequest,
    reply: FastifyReply,
    move: Move,
    session?: { cookie: string; fingerprint: string },
  ) {
    try {
      const made = await setUp.move(move, session?.fingerprint)
      if (!made.ok) return refuse(request, reply, made.refusal === 'error.notNow' ? 409 : 422, made.refusal)
    } catch (error) {
      log.error('setup.unsaved', { reason: error instanceof Error ? error.message : String(error) })
      return refuse(request, reply, 507, 'error.storage')
    }
    if (session) reply.header('set-cookie', session.cookie)
    return reply.send(viewFor(request, context, session !== undefined || isHolder(request, context)))
  }
}

function refuseForNow(request: FastifyRequest, reply: FastifyReply, waitMs: number) {
  const wait = Math.ceil(waitMs / 1000)
  const time = waitInWords(preferredLanguage(request.headers['accept-language']), wait)
  return refuse(request, reply.header('retry-after', wait), 429, 'error.wait', { wait, places: { time } })
}

const isHolder = (request: FastifyRequest, { setUp }: WizardContext): boolean =>
  holdsSession(request.headers.cookie, setUp.saved.session)

/** Strangers see that there is a box and whether it is set up; the answers are for the browser that gave the code. */
function viewFor(
  request: FastifyRequest,
  context: WizardContext,
  holder = isHolder(request, context),
): StateView {
  const { state, suggestion } = context.setUp.saved
  const done = state.phase === 'done'
  const joinUrl = done ? (context.joinUrl?.() ?? state.joinUrl) : undefined
  const stage = state.phase === 'starting' ? context.stage?.() : undefined
  return {
    version: context.box.version,
    language:
      isClaimed(state) && (holder || done)
        ? state.language
        : preferredLanguage(request.headers['accept-language']),
    claimed: isClaimed(state),
    holder,
    step: holder ? state.step : 'claim',
    phase: state.phase,
    mistakes: done ? [] : context.preseedErrors,
    ...(holder &&
      !done && {
        answers: {
          ...(state.domain && { domain: state.domain }),
          ...(state.access && { access: state.access }),
          ...(state.failure !== undefined && { failure: state.failure }),
          suggestion,
          addresses: context.box.addresses().filter((address) => !address.includes(':')),
        },
      }),
    ...(stage && { stage }),
    ...(joinUrl !== undefined && { joinUrl }),
  }
}
