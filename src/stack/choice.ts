import { CfnCondition, Fn, Token, type IResolvable } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/** A question whose answer is known when this is synthesized, or a condition of the template. */
export type Choice = { readonly kind: 'known'; readonly holds: boolean } | { readonly kind: 'condition'; readonly condition: CfnCondition }

/** Whether two values are equal; a condition of that name where one of them is a token. */
export function whether(scope: Construct, name: string, one: string, other: string): Choice {
  if (!Token.isUnresolved(one) && !Token.isUnresolved(other)) return { kind: 'known', holds: one === other }
  return { kind: 'condition', condition: new CfnCondition(scope, name, { expression: Fn.conditionEquals(one, other) }) }
}

/** Whether two values differ; a condition of that name where one of them is a token. */
export function whetherNot(scope: Construct, name: string, one: string, other: string): Choice {
  if (!Token.isUnresolved(one) && !Token.isUnresolved(other)) return { kind: 'known', holds: one !== other }
  const expression = Fn.conditionNot(Fn.conditionEquals(one, other))
  return { kind: 'condition', condition: new CfnCondition(scope, name, { expression }) }
}

/** One value where it holds, another where it does not. Within what is chosen, CloudFormation's own spelling of properties counts. */
export function choose<T>(choice: Choice, yes: T, no: T): T {
  if (choice.kind === 'known') return choice.holds ? yes : no
  return Fn.conditionIf(choice.condition.logicalId, yes, no) as IResolvable as T
}

/** The same for text. */
export const chooseText = (choice: Choice, yes: string, no: string): string => Token.asString(choose(choice, yes, no))

/** What CloudFormation leaves out. */
export const NOTHING = Fn.ref('AWS::NoValue')
