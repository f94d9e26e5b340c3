import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { clientSettings, ending } from './client-settings.ts'
import { isAbsent } from './errors.ts'
import { present } from './present.ts'
import type { Session } from './session.ts'

/** Of which type a parameter with an exclusion list is. */
export type ListType = 'StringList' | 'String'

export const canBeList = (type: string): type is ListType => type === 'StringList' || type === 'String'

/** Reads an exclusion list's value, by one connection however often. */
export type ReadParameter = (name: string) => Promise<string | undefined>

/** @returns what gives a parameter's value, or undefined where no such parameter exists; a refused or failed read throws, and so does a parameter of another type */
export function parameterReader(signal: AbortSignal, session?: Session): ReadParameter {
  const client = ending(new SSMClient(clientSettings(session)), signal)
  return async (Name) => {
    try {
      const { Parameter } = await client.send(new GetParameterCommand({ Name }))
      const type = present(Parameter?.Type, 'Parameter.Type')
      if (!canBeList(type)) throw new Error(`its type is ${type}: make it a StringList`)
      return present(Parameter?.Value, 'Parameter.Value')
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  }
}
