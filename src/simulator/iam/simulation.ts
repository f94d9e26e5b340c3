import { SimulatePrincipalPolicy$, type ContextEntry, type SimulatePrincipalPolicyRequest } from '@aws-sdk/client-iam'
import { decide, decideWithin, isAbout, mostRestrictive } from '../policy/policy.ts'
import { many, statementsOf, type PolicyDocument, type Statement } from '../policy/policy-document.ts'
import { variablesIn, type Context } from '../policy/variables.ts'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { boundaryOf, policiesOfUser } from './policies.ts'
import { iamOf, noSuchUser, type IamState, type User } from './state.ts'

/**
 * What a user's policies say, as the engine decides that every call is checked with. One result an action; its decision is the most restrictive of all resources, as
 * IAM's API reference has it.
 */
export const simulationOperations = [
  operation(
    SimulatePrincipalPolicy$,
    ['PolicySourceArn', 'ActionNames', 'ResourceArns', 'ContextEntries', 'MaxItems', 'Marker'],
    (input: SimulatePrincipalPolicyRequest, { place }) => {
      const { PolicySourceArn = '', ActionNames = [], ResourceArns: resources = ['*'], ContextEntries = [] } = input
      const iam = iamOf(place)
      const user = userOf(iam, PolicySourceArn)
      const asked = { policies: policiesOfUser(iam, user), boundary: boundaryOf(iam, user), context: contextOf(user, ContextEntries) }
      const { items, ...rest } = page(ActionNames, input)
      return { EvaluationResults: items.map((action) => evaluate(asked, action, resources)), ...rest }
    },
  ),
]

type Asked = {
  readonly policies: readonly PolicyDocument[]
  readonly boundary: readonly PolicyDocument[] | undefined
  readonly context: Context
}

function evaluate({ policies, boundary, context }: Asked, action: string, resources: readonly string[]) {
  if (!/^[\w-]+:\w+$/.test(action)) throw invalidInput(`Invalid Action: ${action}`)
  const MissingContextValues = [...missingKeys([...policies, ...(boundary ?? [])], action, context)]
  const results = resources.map((resource) => {
    const EvalResourceDecision = decideWithin(policies, boundary, { action, resource, context })
    return { EvalResourceName: resource, EvalResourceDecision, MatchedStatements: [], MissingContextValues }
  })
  return {
    EvalActionName: action,
    EvalResourceName: resources.length === 1 ? resources[0] : '*',
    EvalDecision: mostRestrictive(results.map(({ EvalResourceDecision }) => EvalResourceDecision)),
    MatchedStatements: [],
    MissingContextValues,
    ...(boundary === undefined ? {} : byBoundary(boundary, action, resources, context)),
    ...(resources.includes('*') ? {} : { ResourceSpecificResults: results }),
  }
}

function byBoundary(boundary: readonly PolicyDocument[], action: string, resources: readonly string[], context: Context) {
  const AllowedByPermissionsBoundary = resources.every((resource) => decide(boundary, { action, resource, context }) === 'allowed')
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary } }
}

/** The condition keys that policies about an action look at, and that nobody gave. */
function missingKeys(policies: readonly PolicyDocument[], action: string, context: Context): ReadonlySet<string> {
  const keys = policies.flatMap((policy) =>
    statementsOf(policy).flatMap((statement) => (isAbout(statement, action) ? keysOf(statement, policy.Version) : [])),
  )
  return new Set(keys.filter((key) => !context.has(key.toLowerCase())))
}

function keysOf({ Condition = {}, Resource = [], NotResource = [] }: Statement, version: string | undefined): readonly string[] {
  const tests = Object.values(Condition).flatMap((each) => Object.entries(each))
  const texts = [...many(Resource), ...many(NotResource), ...tests.flatMap(([, wanted]) => many(wanted))]
  return [...tests.map(([key]) => key), ...(version === '2012-10-17' ? texts.flatMap((text) => variablesIn(String(text))) : [])]
}

const contextOf = ({ UserName, UserId, Arn }: User, entries: readonly ContextEntry[]): Context =>
  new Map<string, string | readonly string[]>([
    ['aws:username', UserName],
    ['aws:userid', UserId],
    ['aws:principalarn', Arn],
    ...entries.map(({ ContextKeyName = '', ContextKeyValues = [], ContextKeyType = '' }) => {
      const [value, ...more] = ContextKeyValues
      if (value === undefined || ContextKeyName === '') throw invalidInput('A context entry needs a name and values.')
      return [ContextKeyName.toLowerCase(), ContextKeyType.endsWith('List') || more.length > 0 ? ContextKeyValues : value] as const
    }),
  ])

/** As a read shows it. @throws NoSuchEntity */
function userOf(iam: IamState, arn: string): User {
  if (!/^arn:aws:iam::\d{12}:user\//.test(arn)) throw invalidInput(`The simulator simulates policies of users only, and ${arn} is none.`)
  const name = arn.split('/').at(-1) ?? ''
  const user = iam.seen(name)
  if (user.Arn !== arn) throw noSuchUser(name)
  return user
}

const invalidInput = (message: string): AwsError => new AwsError('InvalidInput', 400, message)
