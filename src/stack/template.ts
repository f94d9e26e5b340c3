import { CfnOutput, Token, type Stack } from 'aws-cdk-lib'
import { IamUnusedUserCleanup } from './iam-unused-user-cleanup.ts'
import { PARAMETERS } from './parameters.ts'
import { synthesized } from './synthesized.ts'
import { consoleLayout, parameterValues, tokenOf } from './template-parameters.ts'

/** The function's code, and what it is called: the package's version and the sha256 of the code as people read it. */
export type Release = { readonly lambdaCode: string; readonly release: string }

/** The shipped template: the construct, fed by the template's parameters. */
export const synthesize = (release: Release): object =>
  synthesized(
    'IamUnusedUserCleanup',
    'IAM Unused User Cleanup: finds unused passwords and access keys of IAM users, and revokes them.',
    (stack) => build(stack, release),
  )

function build(stack: Stack, { lambdaCode, release }: Release): void {
  stack.templateOptions.metadata = { Release: release, ...consoleLayout(PARAMETERS) }
  const value = parameterValues(stack, PARAMETERS)
  // Resources whose construct path is `Default` get logical ids without a hash.
  const { rule, logGroup, ledgerTable } = new IamUnusedUserCleanup(stack, 'Default', {
    maxCredentialUsageAge: Token.asNumber(value('MaxCredentialUsageAge')),
    excludedUsersParameterName: Token.asString(value('ExcludedUsersParameterName')),
    sharedExclusionsArn: Token.asString(value('SharedExclusionsArn')),
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
  new CfnOutput(stack, 'ConfigRuleName', { description: 'The AWS Config rule', value: rule.ref })
  new CfnOutput(stack, 'LedgerTable', { description: 'The DynamoDB table of what was done to credentials', value: ledgerTable })
  new CfnOutput(stack, 'LogGroupName', { description: 'The log of verdicts and their reasons', value: logGroup.ref })
}
