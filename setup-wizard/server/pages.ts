import type { FastifyInstance } from 'fastify'
import { refuse } from './guards.ts'
import type { WizardContext } from './wizard.ts'

/** Gives the bytes of a built file, or undefined when there is none of that name. */
export type ReadAsset = (name: string) => Uint8Array | undefined

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  html: 'text/html; charset=utf-8',
}

/** The page and the files it is made of. */
export function addPages(app: FastifyInstance, { assets }: WizardContext): void {
  app.get('/', (_, reply) => reply.redirect('/setup/', 302))
  app.get('/setup', (_, reply) => reply.redirect('/setup/', 302))

  app.get('/setup/', (request, reply) => {
    const page = assets('index.html')
    return page ? reply.type(types.html!).send(page) : refuse(request, reply, 404, 'error.notFound')
  })

  app.get<{ Params: { file: string } }>('/setup/assets/:file', (request, reply) => {
    const { file } = request.params
    const type = types[/^[a-z-]+\.(js|css|svg)$/.exec(file)?.[1] ?? '']
    const bytes = type ? assets(file) : undefined
    return type && bytes ? reply.type(type).send(bytes) : refuse(request, reply, 404, 'error.notFound')
  })
}
