import * as v from 'valibot'
import { isKnownOperator } from './operators.ts'

export type OneOrMany<T> = T | readonly T[]

const texts = v.union([v.string(), v.array(v.string())])

/** Values of conditions are compared as text, however they were written. */
const values = v.pipe(
  v.union([v.string(), v.boolean(), v.number(), v.array(v.union([v.string(), v.boolean(), v.number()]))]),
  v.transform((value) => (Array.isArray(value) ? value.map(String) : String(value))),
)

const operator = v.pipe(
  v.string(),
  v.check(isKnownOperator, ({ input }) => `The simulator does not know the condition operator ${input}.`),
)

const Statement_ = v.looseObject({
  Effect: v.picklist(['Allow', 'Deny']),
  Action: v.exactOptional(texts),
  NotAction: v.exactOptional(texts),
  Resource: v.exactOptional(texts),
  NotResource: v.exactOptional(texts),
  Principal: v.exactOptional(v.union([v.literal('*'), v.record(v.string(), texts)])),
  Condition: v.exactOptional(
    v.pipe(
      v.custom<object>((given) => !Array.isArray(given)),
      v.record(operator, v.record(v.string(), values)),
    ),
  ),
})

/** A policy as IAM takes it, as far as the simulator reads it. */
export const PolicyDocument_ = v.looseObject({
  Version: v.exactOptional(v.string()),
  Statement: v.union([Statement_, v.array(Statement_)]),
})

export type Statement = {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: OneOrMany<string>
  readonly NotAction?: OneOrMany<string>
  readonly Resource?: OneOrMany<string>
  readonly NotResource?: OneOrMany<string>
  readonly Principal?: '*' | Readonly<Record<string, OneOrMany<string>>>
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<string>>>>>
}

export type PolicyDocument = { readonly Version?: string; readonly Statement: OneOrMany<Statement> }

export const many = <T>(value: OneOrMany<T>): readonly T[] => (Array.isArray(value) ? value : [value as T])

export const statementsOf = ({ Statement }: PolicyDocument): readonly Statement[] => many(Statement)

type Read =
  | { readonly kind: 'policy'; readonly policy: PolicyDocument }
  | { readonly kind: 'malformed'; readonly isJson: boolean; readonly why: string }

/** A policy from JSON; or why it is none, also where it is one that the simulator does not know. */
export function readPolicy(text: string): Read {
  try {
    const parsed = v.safeParse(PolicyDocument_, JSON.parse(text))
    if (parsed.success) return { kind: 'policy', policy: parsed.output }
    const [issue] = parsed.issues
    return { kind: 'malformed', isJson: true, why: issue.type === 'check' ? issue.message : 'Syntax errors in policy.' }
  } catch {
    return { kind: 'malformed', isJson: false, why: 'Syntax errors in policy.' }
  }
}

/** A policy from JSON, or undefined where it is none. */
export function parsePolicy(text: string): PolicyDocument | undefined {
  const read = readPolicy(text)
  return read.kind === 'policy' ? read.policy : undefined
}
