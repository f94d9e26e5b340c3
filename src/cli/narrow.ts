import type { Entry } from '../exclusions/entry.ts'
import { parseSelector, type Selector } from '../exclusions/selector.ts'
import type { Narrow } from '../scan/narrowed.ts'
import { UsageError } from './io.ts'

/** Whom a command is narrowed to, as it was said. */
export type Narrowing = {
  readonly user?: readonly string[] | undefined
  readonly path?: readonly string[] | undefined
  readonly tag?: readonly string[] | undefined
  readonly group?: readonly string[] | undefined
}

const KINDS = ['user', 'path', 'tag', 'group'] as const

/** One of each option that was said must fit, and of an option said twice either. @throws UsageError for what can mean nobody */
export const narrowOf = (said: Narrowing): Narrow =>
  KINDS.flatMap((kind) => {
    const texts = said[kind] ?? []
    return texts.length === 0 ? [] : [texts.map((text) => entryOf(kind, text))]
  })

/** The same in words. */
export const narrowText = (said: Narrowing): readonly string[] =>
  KINDS.flatMap((kind) => (said[kind] ?? []).map((text) => `${kind} ${text}`))

/** @throws UsageError: nobody is left of whom to say anything */
export function refuseNobody(said: Narrowing): never {
  throw new UsageError(`No IAM user fits ${narrowText(said).join(', ')}. "aws iam list-users" shows who there is.`)
}

function entryOf(kind: (typeof KINDS)[number], text: string): Entry {
  const selector = kind === 'user' ? userSelector(text) : parseSelector(`${kind}:${text}`)
  if (selector.kind === 'malformed') throw new UsageError(`--${kind} "${text}" can mean nobody: it must be ${selector.expected}.`)
  return { list: 'local', selector, text }
}

/** A name may have a comma, which no entry of a list has. */
function userSelector(text: string): Selector {
  const selector = parseSelector(text)
  return selector.kind === 'malformed' ? { kind: 'name', name: text } : selector
}
