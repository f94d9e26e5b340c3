import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, CfnOutput, CfnParameter, Stack, Token } from 'aws-cdk-lib'
import { IamUnusedUserCleanup } from './iam-unused-user-cleanup.ts'
import { PARAMETERS, type ParameterDefinition, type ParameterName } from './parameters.ts'

const STACK = 'IamUnusedUserCleanup'
const WITHOUT_BOOTSTRAP = { '@aws-cdk/core:newStyleStackSynthesis': false }

/** The stack of the shipped template: the construct, fed by the template's parameters. */
export class TemplateStack extends Stack {
  constructor(app: App, lambdaCode: string) {
    super(app, STACK, { analyticsReporting: false })
    this.templateOptions.templateFormatVersion = '2010-09-09'
    this.templateOptions.description =
      'IAM Unused User Cleanup: an AWS Config rule that finds unused passwords and access keys of IAM users, and their automatic removal.'
    this.templateOptions.metadata = { 'AWS::CloudFormation::Interface': consoleLayout() }
    const value = parameterValues(this)
    // Resources whose construct path is `Default` get logical ids without a hash.
    const { rule, logGroup } = new IamUnusedUserCleanup(this, 'Default', {
      maxCredentialUsageAge: Token.asNumber(value('MaxCredentialUsageAge')),
      excludedUsersParameterName: Token.asString(value('ExcludedUsersParameterName')),
      evaluationFrequency: tokenOf(value('EvaluationFrequency')),
      brakePercent: Token.asNumber(value('BrakePercent')),
      remediationRunbook: tokenOf(value('RemediationRunbook')),
      maximumAutomaticAttempts: Token.asNumber(value('MaximumAutomaticAttempts')),
      retryAttemptSeconds: Token.asNumber(value('RetryAttemptSeconds')),
      logRetentionInDays: Token.asNumber(value('LogRetentionInDays')),
      notificationTopicArn: Token.asString(value('NotificationTopicArn')),
      warningDays: Token.asNumber(value('WarningDays')),
      lambdaCode,
    })
    new CfnOutput(this, 'ConfigRuleName', { description: 'The AWS Config rule', value: rule.ref })
    new CfnOutput(this, 'LogGroupName', { description: 'Where each verdict and its reasons are logged', value: logGroup.ref })
  }
}

/** The template as CloudFormation's JSON has it: no bootstrap, no assets, no metadata of the CDK. */
export function synthesize(lambdaCode: string): object {
  const outdir = mkdtempSync(join(tmpdir(), 'iam-cleanup-'))
  try {
    const app = new App({ outdir, analyticsReporting: false, context: WITHOUT_BOOTSTRAP })
    new TemplateStack(app, lambdaCode)
    const template: unknown = app.synth().getStackByName(STACK).template
    return Object(template)
  } finally {
    rmSync(outdir, { recursive: true })
  }
}

function parameterValues(stack: Stack): (name: ParameterName) => CfnParameter['value'] {
  const made = new Map(
    Object.entries<ParameterDefinition>(PARAMETERS).map(([name, definition]) => [name, parameter(stack, name, definition)]),
  )
  return (name) => {
    const found = made.get(name)
    if (found === undefined) throw new Error(`There is no parameter ${name}.`)
    return found.value
  }
}

const parameter = (stack: Stack, name: string, definition: ParameterDefinition): CfnParameter =>
  new CfnParameter(stack, name, {
    type: 'String',
    default: definition.default,
    description: definition.description,
    ...('pattern' in definition
      ? { allowedPattern: definition.pattern, constraintDescription: `must be ${definition.constraint}` }
      : { allowedValues: [...definition.values] }),
  })

/** A token stands for any of the values that the parameter allows. */
const tokenOf = <T extends string>(value: CfnParameter['value']): T => Token.asString(value) as T

function consoleLayout(): object {
  const definitions = Object.entries<ParameterDefinition>(PARAMETERS)
  const groups = [...new Set(definitions.map(([, { group }]) => group))]
  const membersOf = (wanted: string): readonly string[] => definitions.filter(([, { group }]) => group === wanted).map(([name]) => name)
  return { ParameterGroups: groups.map((label) => ({ Label: { default: label }, Parameters: membersOf(label) })) }
}
