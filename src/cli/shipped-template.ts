import { readFile } from 'node:fs/promises'

const FILES = { compact: 'template.yaml', readable: 'template.readable.yaml' } as const

/** A template as the package ships it: one file of at most 51,200 bytes, or the same for people to read. */
export const shippedTemplate = (form: keyof typeof FILES = 'compact'): Promise<string> =>
  readFile(new URL(`../../templates/${FILES[form]}`, import.meta.url), 'utf8')

/** The release that a template names: the package's version and the sha256 of the function's code. */
export const releaseIn = (body: string): string | undefined => /\bRelease: ([\w.-]+ [0-9a-f]{64})/.exec(body)?.[1]
