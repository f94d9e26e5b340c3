import { readFile } from 'node:fs/promises'

const FILES = {
  compact: 'template.yaml',
  readable: 'template.readable.yaml',
  organization: 'organization.yaml',
  'organization-member': 'organization-member.yaml',
} as const

/** A file that the package ships: the template in at most 51,200 bytes, or the same for people to read; or one of the two that an organization has besides. */
export type Shipped = keyof typeof FILES

export const shippedTemplate = (form: Shipped = 'compact'): Promise<string> =>
  readFile(new URL(`../../templates/${FILES[form]}`, import.meta.url), 'utf8')

/** The release that a template names: the package's version and the sha256 of the function's code. */
export const releaseIn = (body: string): string | undefined => /\bRelease: ([\w.-]+ [0-9a-f]{64})/.exec(body)?.[1]
