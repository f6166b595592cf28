import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AccountDeletion } from '../../accounts/accounts.ts'
import type { Config } from '../../config/config.ts'
import { type DeletionProblem, deletedPage, deletePage } from '../page/delete.ts'
import { type Admission, contextOf, sendPage } from './visitor.ts'

const STATUS = { refused: 403, busy: 503, 'too-fast': 429 } as const

/** `/delete`: people remove their account by themselves (docs/protocol.md, accounts). `admit` bounds guessing. */
export const registerDelete = (
  app: FastifyInstance,
  config: Config,
  deletion: AccountDeletion,
  admit: Admission,
): void => {
  const again = (request: FastifyRequest, reply: FastifyReply, problem: DeletionProblem): FastifyReply =>
    sendPage(reply.code(STATUS[problem]), deletePage(contextOf(config, request), problem), 'no-store')

  app.get('/delete', (request, reply) => sendPage(reply, deletePage(contextOf(config, request))))
  app.post('/delete', async (request, reply) => {
    const wait = admit(request)
    if (wait > 0) return again(request, reply.header('retry-after', wait), 'too-fast')
    const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '')
    const result = await deletion.remove((form.get('address') ?? '').trim(), form.get('password') ?? '')
    if (result !== 'removed') return again(request, reply, result)
    return sendPage(reply, deletedPage(contextOf(config, request)), 'no-store')
  })
}
