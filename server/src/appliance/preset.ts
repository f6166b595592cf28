import { isRecord } from '../../../setup-wizard/saved.ts'

/** What the file on the card asked for before the first start, as `roost preseed` left it. */
export interface Preset {
  readonly setupCode?: string
  readonly hostname?: string
  readonly domain?: string
  readonly mistakes: readonly { readonly file: string; readonly line?: number; readonly message: string }[]
  /** Everything that was right, by dotted key. */
  readonly settings: Readonly<Record<string, unknown>>
}

/** No more mistakes than a page can show. */
const mostMistakes = 20

/** Nothing was asked for. */
export const emptyPreset: Preset = { mistakes: [], settings: {} }

/** Reads the JSON text; what has not the expected shape becomes a mistake, never a reason not to start. */
export function parsePreset(text: string, file: string): Preset {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (!isRecord(value) || !isRecord(value.settings) || !Array.isArray(value.errors)) {
    return {
      ...emptyPreset,
      mistakes: [{ file, message: 'could not be read; the wizard asks for everything' }],
    }
  }
  const { settings, errors } = value
  const textOf = (key: string) => (typeof settings[key] === 'string' ? settings[key] : undefined)
  const [setupCode, hostname, domain] = [textOf('setup_code'), textOf('hostname'), textOf('domain')]
  return {
    ...(setupCode !== undefined && { setupCode }),
    ...(hostname !== undefined && { hostname }),
    ...(domain !== undefined && { domain }),
    mistakes: errors.slice(0, mostMistakes).flatMap((error: unknown) => {
      if (!isRecord(error) || typeof error.message !== 'string') return []
      const { line, key } = error
      return {
        file: typeof error.file === 'string' ? error.file : file,
        message: typeof key === 'string' ? `${key}: ${error.message}` : error.message,
        ...(typeof line === 'number' && { line }),
      }
    }),
    settings,
  }
}
