import { describeError } from '../aws/errors.ts'
import { parameterReader, type ReadParameter } from '../aws/exclusion-parameter.ts'
import type { Entry, ListName } from '../exclusions/entry.ts'
import { faultsText, parseList } from '../exclusions/list.ts'
import type { Io } from './io.ts'

/** Which lists are meant, and where. */
export type Lists = {
  readonly parameter: string
  /** ARN of the parameter with the list that an organization shares; undefined for none. */
  readonly shared: string | undefined
  readonly region: string
}

/** What the exclusion lists say, the account's own first; of its own nobody where there is none. */
export type Exclusions = { readonly entries: readonly Entry[]; readonly list: 'read' | 'missing' }

/** The exclusion lists; where there is no own one, that is said. @throws Error where one is unreadable or malformed, or the shared one is not there: then nothing may be done (S8) */
export async function exclusionsInForce(
  { parameter, shared, region }: Lists,
  io: Io,
  readParameter = parameterReader(new AbortController().signal),
): Promise<Exclusions> {
  const own = `exclusion list ${parameter} in Region ${region}`
  const value = await read(parameter, own, 'Grant ssm:GetParameter, or name another with --excluded-users.', readParameter)
  if (value === undefined) io.note(`There is no ${own}: nobody is excluded by it. If it is elsewhere, say --region.`)
  const entries = value === undefined ? [] : parsed(value, 'local', own)
  const others = shared === undefined ? [] : await sharedEntries(shared, readParameter)
  return { entries: [...entries, ...others], list: value === undefined ? 'missing' : 'read' }
}

/** The entries of a shared list. @throws Error where it is not there, cannot be read, or is malformed */
export async function sharedEntries(arn: string, readParameter: ReadParameter): Promise<readonly Entry[]> {
  const called = `shared exclusion list ${arn}`
  const value = await read(
    arn,
    called,
    'Grant ssm:GetParameter on it, and see that it is shared with this account, in its own Region.',
    readParameter,
  )
  if (value !== undefined) return parsed(value, 'shared', called)
  throw new Error(
    `The ${called} is not there, or not shared with this account any more. Nothing was done. Share it again, or name another.`,
  )
}

function parsed(value: string, which: ListName, called: string): readonly Entry[] {
  const list = parseList(value, which)
  if (list.kind === 'list') return list.entries
  throw new Error(`The ${called} is malformed: ${faultsText(list.faults)}. Nothing was done. Correct the parameter.`)
}

async function read(name: string, called: string, advice: string, readParameter: ReadParameter): Promise<string | undefined> {
  try {
    return await readParameter(name)
  } catch (cause) {
    throw new Error(`The ${called} could not be read (${describeError(cause)}). Nothing was done. ${advice}`, { cause })
  }
}
