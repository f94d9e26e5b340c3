import { aggregatorsOf } from '../config/aggregators.ts'
import { configOf } from '../config/state.ts'
import type { Caller } from '../world/caller.ts'
import type { Place } from '../world/world.ts'
import { iamTarget, textIn, type Input, type Target } from './iam-targets.ts'

type Here = { readonly place: Place; readonly name: string; readonly input: Input; readonly text: (field: string) => string | undefined }

/** What a call is about, in the words of IAM policies: the ARN, and the tags that conditions may look at. `*` where an action names no resource. */
export function targetOf(place: Place, operation: string, input: Input, caller: Caller): Target {
  const [service = '', name = ''] = operation.split(':')
  const text = (field: string): string | undefined => textIn(input, field)
  if (service === 'iam') return iamTarget(place, name, input, caller)
  if (service === 'securityhub') return hubTarget(place, name, input)
  return { resource: RESOURCES[service]?.({ place, name, input, text }) ?? '*', context: new Map() }
}

/** By service: the ARN that a call is about, or undefined where it is about none, or about several. */
const RESOURCES: Readonly<Record<string, (here: Here) => string | undefined>> = {
  sts: ({ text }) => text('RoleArn'),
  sns: ({ text }) => text('TopicArn') ?? text('TargetArn'),
  ssm: ssmResource,
  config: configResource,
  lambda: ({ place, text }) => named(text('FunctionName'), (name) => arn(place, 'lambda', `function:${functionName(name)}`)),
  cloudformation: ({ place, text }) => {
    const stack = text('StackName')
    const set = text('StackSetName')
    if (set !== undefined) return arn(place, 'cloudformation', `stackset/${set.includes(':') ? set : `${set}:*`}`)
    return stack?.startsWith('arn:') === true ? stack : named(stack, (name) => arn(place, 'cloudformation', `stack/${name}/*`))
  },
  logs: ({ place, text }) =>
    named(text('logGroupName') ?? text('logGroupIdentifier')?.split(':').at(-1), (group) =>
      arn(place, 'logs', `log-group:${group}:log-stream:${text('logStreamName') ?? ''}`),
    ),
  dynamodb: ({ place, text }) => {
    const table = text('TableName')
    return table?.startsWith('arn:') === true ? table : named(table, (name) => arn(place, 'dynamodb', `table/${name}`))
  },
  cloudwatch: ({ place, text }) => named(text('AlarmName'), (name) => arn(place, 'cloudwatch', `alarm:${name}`)),
}

const arn = ({ region, accountId }: Place, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`

const named = (name: string | undefined, make: (name: string) => string): string | undefined =>
  name === undefined || name === '' ? undefined : make(name)

/** Lambda takes a name, an ARN, or the last three parts of one, each with or without a qualifier. */
const functionName = (given: string): string => /^(?:arn:.*:function:|\d{12}:function:)?([^:]*)/.exec(given)?.[1] ?? given

function ssmResource({ place, name, text }: Here): string | undefined {
  if (/Parameter/.test(name)) return named(text('Name'), (parameter) => parameterResource(place, parameter))
  if (/Tags(For|To|From)Resource$/.test(name)) return named(text('ResourceId'), (parameter) => parameterResource(place, parameter))
  if (name === 'StartAutomationExecution') {
    const version = text('DocumentVersion') ?? '$DEFAULT'
    return named(text('DocumentName'), (document) => `${documentArn(place, 'automation-definition', document)}:${version}`)
  }
  if (name.endsWith('AutomationExecution'))
    return named(text('AutomationExecutionId'), (execution) => arn(place, 'ssm', `automation-execution/${execution}`))
  return named(text('Name'), (document) => documentArn(place, 'document', document))
}

/** By its name or its ARN, whichever version of it. */
function parameterResource(place: Place, given: string): string {
  if (given.startsWith('arn:')) return given.split(':').slice(0, 6).join(':')
  return arn(place, 'ssm', `parameter/${given.replace(/^\//, '').replace(/:.*$/, '')}`)
}

/** Documents that AWS owns belong to no account. */
const documentArn = (place: Place, kind: string, name: string): string =>
  `arn:aws:ssm:${place.region}:${name.startsWith('AWS') ? '' : place.accountId}:${kind}/${name}`

/** Findings are about the product that they are of, if it is the same; and in the name of an account. */
function hubTarget(place: Place, name: string, input: Input): Target {
  if (name !== 'BatchImportFindings') return { resource: arn(place, 'securityhub', 'hub/default'), context: new Map() }
  const findings = [input['Findings']].flat().map((finding) => Object(finding) as Input)
  const ofAll = (field: string): string | undefined => {
    const [first, ...others] = new Set(findings.map((finding) => textIn(finding, field)))
    return others.length === 0 ? first : undefined
  }
  const account = ofAll('AwsAccountId')
  return {
    resource: ofAll('ProductArn') ?? '*',
    context: new Map(account === undefined ? [] : [['securityhub:targetaccount', account]]),
  }
}

function configResource({ place, name, input, text }: Here): string | undefined {
  if (name === 'PutRemediationConfigurations') return arn(place, 'config', 'remediation-configuration/*')
  const aggregator = text('ConfigurationAggregatorName')
  // One that is yet to come has no id, and so no ARN of its own.
  if (aggregator !== undefined)
    return aggregatorsOf(place).get(aggregator)?.arn ?? (name.startsWith('Put') ? arn(place, 'config', 'config-aggregator/*') : undefined)
  const [only, ...more] = name === 'StartConfigRulesEvaluation' ? [input['ConfigRuleNames']].flat() : []
  const asked = typeof only === 'string' && more.length === 0 ? only : undefined
  const rule = text('ConfigRuleName') ?? textIn(Object(input['ConfigRule']) as Input, 'ConfigRuleName') ?? asked
  const known = configOf(place).rules.get(rule ?? '')?.definition.ConfigRuleArn
  // So it is with a rule.
  return known ?? (name === 'PutConfigRule' ? arn(place, 'config', 'config-rule/*') : undefined)
}
