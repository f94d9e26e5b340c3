import { CfnRemediationConfiguration, type CfnConfigRule } from 'aws-cdk-lib/aws-config'
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { CfnDocument } from 'aws-cdk-lib/aws-ssm'
import type { Construct } from 'constructs'
import { choose, chooseText, NOTHING, type Choice } from './choice.ts'
import type { Choices } from './choices.ts'
import { guardedRunbook } from './guarded-runbook.ts'
import { text } from './judging.ts'
import type { Settings } from './props.ts'
import { remediationRole } from './roles.ts'

const AWS_OWNED = 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials'

/**
 * The remediation of the rule. It and its role are there whatever the runbook: what is to stop is switched off, for a deletion that fails would leave it running.
 */
export function remediation(scope: Construct, rule: CfnConfigRule, judging: CfnFunction, settings: Settings, choices: Choices): void {
  const { guarded, remediates } = choices
  const { maxCredentialUsageAge, maximumAutomaticAttempts, retryAttemptSeconds, runbookVersion, automaticRemediation } = settings
  const role = remediationRole(scope, judging.attrArn, choices)
  const document = ownDocument(scope, judging, guarded)
  new CfnRemediationConfiguration(scope, 'RemediationConfiguration', {
    configRuleName: rule.ref,
    targetType: 'SSM_DOCUMENT',
    targetId: chooseText(guarded, document, AWS_OWNED),
    targetVersion: chooseText(guarded, NOTHING, text(runbookVersion)),
    parameters: {
      AutomationAssumeRole: { StaticValue: { Values: [role.attrArn] } },
      IAMResourceId: { ResourceValue: { Value: 'RESOURCE_ID' } },
      MaxCredentialUsageAge: { StaticValue: { Values: [text(maxCredentialUsageAge)] } },
    },
    automatic: choose<typeof automaticRemediation>(remediates, automaticRemediation, false),
    // One tenth of the users at a time, as AWS Config does by itself; errors of some never stop the remediation of the others.
    executionControls: { ssmControls: { concurrentExecutionRatePercentage: 10, errorPercentage: 100 } },
    maximumAutomaticAttempts,
    retryAttemptSeconds,
  })
}

/** The name of our document. It has none of its own: a change makes a new document of a new name, and so AWS Config is told of it. */
function ownDocument(scope: Construct, judging: CfnFunction, guarded: Choice): string {
  if (guarded.kind === 'known' && !guarded.holds) return ''
  const document = new CfnDocument(scope, 'GuardedRunbook', { documentType: 'Automation', content: guardedRunbook(judging.ref) })
  if (guarded.kind === 'condition') document.cfnOptions.condition = guarded.condition
  return document.ref
}
