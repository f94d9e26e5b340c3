import { ANSWER_SCRIPT, answerScript } from './answer-script.ts'
import { interpolated } from './interpolation.ts'
import { ScriptError, shownOutput, type Script, type StepOutputs } from './runbook.ts'

/** An output that a step's author has added: `{ Name: Output, Selector: $.Payload, Type: StringMap }`. */
export type CustomOutput = { readonly Name: string; readonly Selector: string; readonly Type: 'String' | 'StringMap' }

export type FunctionInputs = { readonly FunctionName: string; readonly InputPayload: Readonly<Record<string, unknown>> }

export type ScriptInputs = {
  readonly Runtime: string
  readonly Handler: string
  readonly Script: string
  readonly InputPayload: Readonly<Record<string, unknown>>
}

/** aws:invokeLambdaFunction. That the function failed is an output, or fails the step: AWS's documents leave it open. */
export async function invokeLambdaFunction(
  { FunctionName, InputPayload }: FunctionInputs,
  custom: readonly CustomOutput[],
  script: Script,
): Promise<StepOutputs> {
  const { functionErrorFailsTheStep, payloadOfAFunction } = script.openQuestions
  const { payload, functionError } = await script.invoke(String(interpolated(FunctionName, script)), interpolated(InputPayload, script))
  if (functionError !== undefined && functionErrorFailsTheStep)
    throw new Error(`The function ${FunctionName} failed (${functionError}): ${payload}`)
  const Payload: unknown = JSON.parse(payload)
  const answer = { StatusCode: '200', ...(functionError === undefined ? {} : { FunctionError: functionError }) }
  return {
    ...answer,
    Payload: payloadOfAFunction === 'text' ? payload : Payload,
    ...selected({ ...answer, Payload }, custom),
  }
}

/** aws:executeScript, for scripts whose stand-in is known by their exact text. */
export function executeScript(inputs: ScriptInputs, custom: readonly CustomOutput[], script: Script): StepOutputs {
  const result = answerScript(interpolated(inputs.InputPayload, script) as Readonly<Record<string, unknown>>)
  if (result.kind === 'raised')
    throw new ScriptError(
      `Traceback (most recent call last):\n  File "/tmp/${script.executionId}/customer_script.py", in ${inputs.Handler}\n\n${result.type} - ${result.message}`,
    )
  const answer = { Payload: result.value }
  return { ...answer, ...selected(answer, custom) }
}

/** Scripts that have a stand-in. The simulator runs no Python. */
export const hasStandIn = (script: string): boolean => script === ANSWER_SCRIPT

function selected(answer: object, custom: readonly CustomOutput[]): StepOutputs {
  const raw = { OutputPayload: JSON.stringify(answer) }
  return { ...raw, ...Object.fromEntries(custom.map((output) => [output.Name, select(answer, output)])) }
}

function select(answer: object, { Name, Selector, Type }: CustomOutput): unknown {
  const path = Selector.split('.').slice(1)
  const value = path.reduce<unknown>((from, field) => (Object(from) as Readonly<Record<string, unknown>>)[field], answer)
  if (value === undefined) throw new Error(`The selector ${Selector} of the output ${Name} finds nothing.`)
  if (Type === 'String') return shownOutput(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`The output ${Name} is of the type StringMap, and ${Selector} is no map: ${JSON.stringify(value)}`)
  return value
}
