import { instant, isAhead, type Instant } from '../judgement/instant.ts'
import type { BegunLine } from './line.ts'
import type { Run } from './run.ts'

const HOUR_MS = 3_600_000

/** Findings are taken from an earlier run as long as the credential report that they came of could be. */
export const FRESH_HOURS = 4

type Meant = Pick<BegunLine, 'organizationId' | 'terms' | 'toolVersion'>

/** What an earlier run gives to the next one. `old` accounts were read too long ago, and are read again. */
export type Resumed =
  | { readonly kind: 'other'; readonly why: string }
  | { readonly kind: 'same'; readonly done: ReadonlySet<string>; readonly old: number }

/** Whether somebody may go on with an earlier run, and whom need not be read again. */
export function resumed({ begun, accounts }: Run, meant: Meant, now: Instant): Resumed {
  const why = difference(begun, meant)
  if (why !== undefined) return { kind: 'other', why }
  const done = accounts.flatMap(({ account: { id }, outcome }) => (outcome.kind === 'done' ? [{ id, at: outcome.at }] : []))
  const ahead = done.find(({ at }) => isAhead(instant(at), now))
  if (ahead !== undefined) return { kind: 'other', why: `its line of account ${ahead.id} is of ${ahead.at}, which lies ahead` }
  const fresh = done.filter(({ at }) => now - instant(at) < FRESH_HOURS * HOUR_MS)
  return { kind: 'same', done: new Set(fresh.map(({ id }) => id)), old: done.length - fresh.length }
}

/** What is said otherwise than then, in words. */
function difference(then: BegunLine, now: Meant): string | undefined {
  if (then.organizationId !== now.organizationId)
    return `it is of organization ${then.organizationId}, and you are in ${now.organizationId}`
  if (then.toolVersion !== now.toolVersion) return `it was written by version ${then.toolVersion}, and this is ${now.toolVersion}`
  const name = [...new Set([...Object.keys(then.terms), ...Object.keys(now.terms)])].find((each) => then.terms[each] !== now.terms[each])
  return name === undefined ? undefined : `it was begun with ${said(name, then.terms[name])}, and now it is ${said(name, now.terms[name])}`
}

const said = (name: string, value: string | undefined): string => (value === undefined || value === '' ? `no ${name}` : `${name} ${value}`)
