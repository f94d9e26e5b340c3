import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { clientSettings } from './client-settings.ts'
import { isAbsent } from './errors.ts'
import { present } from './present.ts'

/** @returns the parameter's value, or undefined where no such parameter exists; a refused or failed read throws */
export async function readExclusionParameter(name: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { Parameter } = await new SSMClient(clientSettings).send(new GetParameterCommand({ Name: name }), { abortSignal: signal })
    return present(Parameter?.Value, 'Parameter.Value')
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}
