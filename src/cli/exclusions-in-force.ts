import { describeError } from '../aws/errors.ts'
import { parameterReader, type ReadParameter } from '../aws/exclusion-parameter.ts'
import type { Entry } from '../exclusions/entry.ts'
import { faultsText, parseList } from '../exclusions/list.ts'
import type { Io } from './io.ts'

/** What the exclusion list says; nobody where there is none. */
export type Exclusions = { readonly entries: readonly Entry[]; readonly list: 'read' | 'missing' }

/** The exclusion list; where there is none, that is said. @throws Error where it is unreadable or malformed: then nothing may be done (S8) */
export async function exclusionsInForce(
  parameter: string,
  region: string,
  io: Io,
  readParameter = parameterReader(new AbortController().signal),
): Promise<Exclusions> {
  const value = await read(parameter, region, readParameter)
  if (value === undefined) {
    io.note(`There is no exclusion list ${parameter} in Region ${region}: nobody is excluded by it. If it is elsewhere, say --region.`)
    return { entries: [], list: 'missing' }
  }
  const list = parseList(value)
  if (list.kind === 'list') return { entries: list.entries, list: 'read' }
  throw new Error(
    `The exclusion list ${parameter} in Region ${region} is malformed: ${faultsText(list.faults)}. Nothing was done. Correct the parameter.`,
  )
}

async function read(parameter: string, region: string, readParameter: ReadParameter): Promise<string | undefined> {
  try {
    return await readParameter(parameter)
  } catch (cause) {
    throw new Error(
      `The exclusion list ${parameter} in Region ${region} could not be read (${describeError(cause)}). Nothing was done. Grant ssm:GetParameter, or name another with --excluded-users.`,
      { cause },
    )
  }
}
