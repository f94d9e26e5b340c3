import * as v from 'valibot'
import { AwsError } from '../aws-error.ts'
import { own } from '../own.ts'
import { matchPattern } from '../pattern.ts'
import type { AutomationDocument, Script } from './documents.ts'

/** An automation document of the account, as far as the simulator runs them: one step, which invokes a function. */
const Content = v.object({
  schemaVersion: v.literal('0.3'),
  description: v.optional(v.string(), ''),
  assumeRole: v.pipe(v.string(), v.regex(/^\{\{\s*\w+\s*\}\}$/, 'expected {{ NameOfParameter }}')),
  parameters: v.record(
    v.string(),
    v.object({
      type: v.string(),
      description: v.optional(v.string()),
      default: v.optional(v.string()),
      allowedPattern: v.optional(
        v.pipe(
          v.string(),
          v.check((pattern) => matchPattern(pattern, '') !== 'no-pattern', 'expected a regular expression'),
        ),
      ),
    }),
  ),
  mainSteps: v.tuple([
    v.object({
      name: v.string(),
      action: v.literal('aws:invokeLambdaFunction', 'the simulator runs steps of the action aws:invokeLambdaFunction'),
      timeoutSeconds: v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.maxValue(300)), 300),
      isEnd: v.optional(v.boolean()),
      inputs: v.object({ FunctionName: v.string(), InputPayload: v.record(v.string(), v.string()) }),
      outputs: v.optional(v.array(v.object({ Name: v.string(), Selector: v.string(), Type: v.string() })), []),
    }),
  ]),
  outputs: v.optional(v.array(v.string()), []),
})

/** @throws AwsError InvalidDocumentContent naming the place */
export function ownDocument(name: string, content: object, versions: readonly string[]): AutomationDocument {
  const parsed = v.safeParse(Content, content)
  if (!parsed.success)
    throw new AwsError('InvalidDocumentContent', 400, `${v.getDotPath(parsed.issues[0]) ?? name}: ${parsed.issues[0].message}`)
  const { description, assumeRole, parameters, mainSteps } = parsed.output
  const [step] = mainSteps
  const { name: stepName, action, timeoutSeconds, inputs } = step
  return {
    name,
    owner: 'Self',
    versions,
    description,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([parameter, { allowedPattern = '.*', default: value }]) => [
        parameter,
        { pattern: allowedPattern, ...(value === undefined ? {} : { default: value }) },
      ]),
    ),
    assumeRole: assumeRole.replaceAll(/[{}\s]/g, ''),
    step: { name: stepName, action, timeoutSeconds },
    content,
    run: (script) =>
      script.invoke(
        inputs.FunctionName,
        Object.fromEntries(Object.entries(inputs.InputPayload).map(([key, text]) => [key, substituted(text, script)])),
      ),
  }
}

/** `{{ Parameter }}`, `{{ automation:EXECUTION_ID }}` and `{{ global:DATE_TIME }}` (yyyy-MM-dd_HH.mm.ss, UTC). */
const substituted = (text: string, { parameters, now, executionId }: Script): string =>
  text.replaceAll(/\{\{\s*([\w:]+)\s*\}\}/g, (_, name: string) => {
    if (name === 'automation:EXECUTION_ID') return executionId
    if (name === 'global:DATE_TIME') return now().toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '.')
    const value = own(parameters, name)
    if (value === undefined) throw new Error(`The document refers to ${name}, which is neither a parameter nor a variable.`)
    return value
  })
