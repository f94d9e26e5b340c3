import * as v from 'valibot'
import { AwsError } from '../world/aws-error.ts'
import { matchPattern } from '../world/pattern.ts'
import { executeScript, hasStandIn, invokeLambdaFunction } from './actions.ts'
import { referencesIn } from './interpolation.ts'
import type { Runbook, Step } from './runbook.ts'

const seconds = (maximum: number) =>
  v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(maximum)), maximum)

const outputs = v.optional(
  v.array(
    v.strictObject({
      Name: v.string(),
      Selector: v.pipe(v.string(), v.regex(/^\$(\.\w+)+$/, 'expected $.Field.Field')),
      Type: v.picklist(['String', 'StringMap']),
    }),
  ),
  [],
)

const common = { name: v.pipe(v.string(), v.regex(/^\w{1,128}$/)), isEnd: v.optional(v.boolean(), false), outputs }

const payload = v.optional(v.record(v.string(), v.unknown()), {})

const InvokeLambdaFunction = v.strictObject({
  ...common,
  action: v.literal('aws:invokeLambdaFunction'),
  timeoutSeconds: seconds(300),
  inputs: v.strictObject({ FunctionName: v.string(), InputPayload: payload }),
})

const ExecuteScript = v.strictObject({
  ...common,
  action: v.literal('aws:executeScript'),
  timeoutSeconds: seconds(600),
  inputs: v.strictObject({
    Runtime: v.literal('python3.11'),
    Handler: v.literal('script_handler'),
    Script: v.pipe(
      v.string(),
      v.check(hasStandIn, 'the simulator runs no Python, and has no stand-in for this script: its text is not the one it knows'),
    ),
    InputPayload: payload,
  }),
})

/** An automation document of the account, as far as the simulator runs them. What is not here is refused, never passed over. */
const Content = v.strictObject({
  schemaVersion: v.literal('0.3'),
  description: v.optional(v.string(), ''),
  assumeRole: v.pipe(v.string(), v.regex(/^\{\{\s*\w+\s*\}\}$/, 'expected {{ NameOfParameter }}')),
  parameters: v.record(
    v.string(),
    v.strictObject({
      type: v.picklist(['String', 'AWS::IAM::Role::Arn']),
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
  mainSteps: v.pipe(v.array(v.variant('action', [InvokeLambdaFunction, ExecuteScript])), v.minLength(1)),
  outputs: v.optional(v.array(v.string()), []),
})

type StepText = v.InferOutput<typeof InvokeLambdaFunction> | v.InferOutput<typeof ExecuteScript>

/** @throws AwsError InvalidDocumentContent naming the place */
export function ownDocument(name: string, content: object): Runbook {
  const parsed = v.safeParse(Content, content)
  if (!parsed.success) throw invalid(`${placeOf(v.getDotPath(parsed.issues[0]) ?? name, content)}: ${parsed.issues[0].message}`)
  const { description, assumeRole, parameters, mainSteps, outputs: named } = parsed.output
  const [first, ...rest] = mainSteps.map((text) => step(text))
  if (first === undefined) throw invalid('mainSteps: there is no step.')
  const role = assumeRole.replaceAll(/[{}\s]/g, '')
  checkReferences(new Set(Object.keys(parameters)), role, mainSteps, named)
  return {
    description,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([parameter, { allowedPattern = '.*', default: value }]) => [
        parameter,
        { pattern: allowedPattern, ...(value === undefined ? {} : { default: value }) },
      ]),
    ),
    assumeRole: role,
    steps: [first, ...rest],
    outputs: named,
    content,
  }
}

function step(text: StepText): Step {
  const { name, action, timeoutSeconds, isEnd } = text
  const facts = { name, action, timeoutSeconds, isEnd, takesMs: TAKES_MS[action] }
  return text.action === 'aws:invokeLambdaFunction'
    ? { ...facts, run: (script) => invokeLambdaFunction(text.inputs, text.outputs, script) }
    : { ...facts, run: async (script) => executeScript(text.inputs, text.outputs, script) }
}

const TAKES_MS = { 'aws:invokeLambdaFunction': 3_000, 'aws:executeScript': 5_000 }

const BUILT_IN = {
  'aws:invokeLambdaFunction': ['StatusCode', 'FunctionError', 'Payload', 'OutputPayload'],
  'aws:executeScript': ['Payload', 'OutputPayload'],
}

/** A step may refer to parameters and to outputs of the steps before it; the document's outputs to any step's. */
function checkReferences(parameters: ReadonlySet<string>, role: string, steps: readonly StepText[], named: readonly string[]): void {
  const known = new Set(parameters)
  const check = (place: string, references: readonly string[]): void => {
    const unknown = references.filter((reference) => !known.has(reference))
    if (unknown.length > 0) throw invalid(`${place} refers to what there is not: ${unknown.join(', ')}`)
  }
  check('assumeRole', [role])
  for (const { name, action, inputs, outputs: custom } of steps) {
    check(`The step ${name}`, referencesIn(inputs))
    for (const output of [...BUILT_IN[action], ...custom.map(({ Name }) => Name)]) known.add(`${name}.${output}`)
  }
  check('outputs', named)
}

/** `mainSteps.1.inputs` with the name of the step, where it has one. */
function placeOf(path: string, content: object): string {
  const [, index, rest = ''] = /^mainSteps\.(\d+)(.*)$/.exec(path) ?? []
  if (index === undefined) return path
  const { name } = Object((content as { readonly mainSteps: readonly unknown[] }).mainSteps[Number(index)]) as { readonly name?: unknown }
  return typeof name === 'string' ? `The step ${name}${rest}` : path
}

const invalid = (message: string): AwsError => new AwsError('InvalidDocumentContent', 400, message)
