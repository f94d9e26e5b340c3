import type { OpenQuestions } from '../world/open-questions.ts'

type ParameterRule = { readonly pattern: string; readonly default?: string }

/** What an automation document says: the text of one of its versions. */
export type Runbook = {
  readonly description: string
  readonly parameters: Readonly<Record<string, ParameterRule>>
  /** The parameter that names the role to assume. */
  readonly assumeRole: string
  readonly steps: readonly [Step, ...Step[]]
  /** Its own outputs: `Step.Output`. */
  readonly outputs: readonly string[]
  /** As it was written, where it is the account's own. */
  readonly content?: object
}

export type Step = {
  readonly name: string
  readonly action: string
  readonly timeoutSeconds: number
  /** No step comes after this one, even where more are written. */
  readonly isEnd: boolean
  /** How long it takes when it succeeds. */
  readonly takesMs: number
  /** Rejects where the step fails; `ScriptError` where a script raised it. */
  readonly run: (script: Script) => Promise<StepOutputs>
}

/** By name: text, or what later steps take as a map, a list, a number. */
export type StepOutputs = Readonly<Record<string, unknown>>

/** What a step has at hand. `ask` makes a call under the role that the automation assumed. */
export type Script = {
  readonly executionId: string
  readonly region: string
  readonly accountId: string
  readonly openQuestions: OpenQuestions
  readonly parameters: Readonly<Record<string, string>>
  /** Outputs of the steps before, by their names. */
  readonly outputs: Readonly<Record<string, StepOutputs>>
  readonly now: () => Date
  readonly ask: <Answer>(operation: string, input: object) => Promise<Answer>
  readonly requestId: () => string
  /** Run a function as the role, and take its answer. Rejects where it may not, or there is none. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<FunctionAnswer>
}

/** What Lambda answers: 200 also where the function failed. The payload is JSON. */
export type FunctionAnswer = { readonly payload: string; readonly functionError?: string }

/** A script raised an exception. */
export class ScriptError extends Error {}

/** An output as AWS shows it. */
export const shownOutput = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
