import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { clientSettings } from './client-settings.ts'
import { hasName } from './errors.ts'
import { present } from './present.ts'
import type { Session } from './session.ts'

/** A variable of a function's environment; empty where it has none of that name. @returns undefined where there is no such function; what AWS does not tell throws */
export async function functionVariable(FunctionName: string, variable: string, session?: Session): Promise<string | undefined> {
  const client = new LambdaClient(clientSettings(session))
  try {
    const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }))
    // Where its key is refused, Lambda gives the rest.
    if (Environment?.Error !== undefined) throw new Error(`${Environment.Error.ErrorCode}: ${Environment.Error.Message}`)
    return present(Environment?.Variables, 'Environment.Variables')[variable] ?? ''
  } catch (error) {
    if (hasName(error, ['ResourceNotFoundException'])) return undefined
    throw error
  } finally {
    // The connections of a session are whose it is.
    if (session === undefined) client.destroy()
  }
}
