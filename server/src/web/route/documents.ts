import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config/config.ts'
import { autoconfigXml } from '../autoconfig.ts'
import { css, cssPath, icon } from '../style.ts'

const day = 'public, max-age=86400'

interface Document {
  readonly paths: readonly string[]
  readonly type: string
  readonly cache: string
  readonly body: string
}

/** Answers that are the same for everyone, made once. */
const documents = (config: Config): readonly Document[] => [
  {
    paths: ['/.well-known/autoconfig/mail/config-v1.1.xml', '/mail/config-v1.1.xml'],
    type: 'text/xml; charset=utf-8',
    cache: 'public, max-age=3600',
    body: autoconfigXml(config),
  },
  {
    paths: ['/robots.txt'],
    type: 'text/plain; charset=utf-8',
    cache: day,
    body: 'User-agent: *\nDisallow: /\n',
  },
  {
    paths: [cssPath],
    type: 'text/css; charset=utf-8',
    cache: 'public, max-age=31536000, immutable',
    body: css,
  },
  { paths: ['/icon.svg', '/favicon.ico'], type: 'image/svg+xml', cache: day, body: icon },
]

export const registerDocuments = (app: FastifyInstance, config: Config): void => {
  for (const { paths, type, cache, body } of documents(config))
    for (const path of paths)
      app.get(path, (_request, reply) => reply.type(type).header('cache-control', cache).send(body))
}
