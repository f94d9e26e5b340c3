import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, CfnOutput, CfnParameter, Stack, Token, type CfnParameterProps } from 'aws-cdk-lib'
import { IamUnusedUserCleanup } from './iam-unused-user-cleanup.ts'
import { PARAMETERS, type ParameterDefinition, type ParameterName, type Taken } from './parameters.ts'

const STACK = 'IamUnusedUserCleanup'
const WITHOUT_BOOTSTRAP = { '@aws-cdk/core:newStyleStackSynthesis': false }

/** The function's code, and what it is called: the package's version and the sha256 of the code as people read it. */
export type Release = { readonly lambdaCode: string; readonly release: string }

/** The stack of the shipped template: the construct, fed by the template's parameters. */
export class TemplateStack extends Stack {
  constructor(app: App, { lambdaCode, release }: Release) {
    super(app, STACK, { analyticsReporting: false })
    this.templateOptions.templateFormatVersion = '2010-09-09'
    this.templateOptions.description = 'IAM Unused User Cleanup: finds unused passwords and access keys of IAM users, and revokes them.'
    this.templateOptions.metadata = { Release: release, 'AWS::CloudFormation::Interface': consoleLayout() }
    const value = parameterValues(this)
    // Resources whose construct path is `Default` get logical ids without a hash.
    const { rule, logGroup, ledgerTable } = new IamUnusedUserCleanup(this, 'Default', {
      maxCredentialUsageAge: Token.asNumber(value('MaxCredentialUsageAge')),
      excludedUsersParameterName: Token.asString(value('ExcludedUsersParameterName')),
      evaluationFrequency: tokenOf(value('EvaluationFrequency')),
      brakePercent: Token.asNumber(value('BrakePercent')),
      remediationRunbook: tokenOf(value('RemediationRunbook')),
      automaticRemediation: value('AutomaticRemediation'),
      runbookVersion: Token.asNumber(value('RunbookVersion')),
      maximumAutomaticAttempts: Token.asNumber(value('MaximumAutomaticAttempts')),
      retryAttemptSeconds: Token.asNumber(value('RetryAttemptSeconds')),
      ledgerTableName: Token.asString(value('LedgerTableName')),
      logRetentionInDays: Token.asNumber(value('LogRetentionInDays')),
      notificationTopicArn: Token.asString(value('NotificationTopicArn')),
      warningDays: Token.asNumber(value('WarningDays')),
      permissionsBoundaryArn: Token.asString(value('PermissionsBoundaryArn')),
      lambdaCode,
      release,
    })
    new CfnOutput(this, 'ConfigRuleName', { description: 'The AWS Config rule', value: rule.ref })
    new CfnOutput(this, 'LedgerTable', { description: 'The DynamoDB table of what was done to credentials', value: ledgerTable })
    new CfnOutput(this, 'LogGroupName', { description: 'The log of verdicts and their reasons', value: logGroup.ref })
  }
}

/** The template as CloudFormation's JSON has it: no bootstrap, no assets, no metadata of the CDK. */
export function synthesize(release: Release): object {
  const outdir = mkdtempSync(join(tmpdir(), 'iam-cleanup-'))
  try {
    // cfn-lint judges the templates themselves; the CDK's own check takes each parameter's default for its only value.
    const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false, context: WITHOUT_BOOTSTRAP })
    new TemplateStack(app, release)
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

const parameter = (stack: Stack, name: string, { description, ...taken }: ParameterDefinition): CfnParameter =>
  new CfnParameter(stack, name, { description, default: taken.default, ...constraints(taken) })

function constraints(taken: Taken): CfnParameterProps {
  switch (taken.kind) {
    case 'number':
      return { type: 'Number', minValue: taken.least, maxValue: taken.most }
    case 'number-of':
      // The CDK hands them on as they are, and a number is one of numbers.
      return { type: 'Number', allowedValues: [...taken.values] as readonly unknown[] as string[] }
    case 'flag':
      return { type: 'String', allowedValues: ['true', 'false'] }
    case 'one-of':
      return { type: 'String', allowedValues: [...taken.values] }
    case 'text':
      return { type: 'String', allowedPattern: taken.pattern, constraintDescription: `must ${taken.must}` }
  }
}

/** A token stands for any of the values that the parameter allows. */
const tokenOf = <T extends string>(value: CfnParameter['value']): T => Token.asString(value) as T

function consoleLayout(): object {
  const definitions = Object.entries<ParameterDefinition>(PARAMETERS)
  const groups = [...new Set(definitions.map(([, { group }]) => group))]
  const membersOf = (wanted: string): readonly string[] => definitions.filter(([, { group }]) => group === wanted).map(([name]) => name)
  return { ParameterGroups: groups.map((label) => ({ Label: { default: label }, Parameters: membersOf(label) })) }
}
