import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { clientSettings } from './client-settings.ts'
import { isAbsent } from './errors.ts'
import { present } from './present.ts'

/** @returns the parameter's value, or undefined where no such parameter exists; a refused or failed read throws, and so does a parameter of another type */
export async function readExclusionParameter(name: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { Parameter } = await new SSMClient(clientSettings()).send(new GetParameterCommand({ Name: name }), { abortSignal: signal })
    const type = present(Parameter?.Type, 'Parameter.Type')
    if (type !== 'StringList' && type !== 'String') throw new Error(`its type is ${type}: make it a StringList`)
    return present(Parameter?.Value, 'Parameter.Value')
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}
