import { describeError } from '../aws/errors.ts'
import { readExclusionParameter } from '../aws/exclusion-parameter.ts'
import type { Entry } from '../exclusions/entry.ts'
import { faultsText, parseList } from '../exclusions/list.ts'
import type { Io } from './io.ts'

/** The exclusion list, or nobody where there is none, with a word about it. @throws Error where it is unreadable or malformed: then nothing may be done (S8) */
export async function exclusionsInForce(parameter: string, io: Io): Promise<readonly Entry[]> {
  const value = await read(parameter)
  if (value === undefined) {
    io.note(`There is no exclusion list ${parameter}: nobody is excluded by it.`)
    return []
  }
  const list = parseList(value)
  if (list.kind === 'list') return list.entries
  throw new Error(`The exclusion list ${parameter} is malformed: ${faultsText(list.faults)}. Nothing was done. Correct the parameter.`)
}

async function read(parameter: string): Promise<string | undefined> {
  try {
    return await readExclusionParameter(parameter, new AbortController().signal)
  } catch (cause) {
    throw new Error(
      `The exclusion list ${parameter} could not be read (${describeError(cause)}). Nothing was done. Grant ssm:GetParameter, or name another with --excluded-users.`,
      { cause },
    )
  }
}
