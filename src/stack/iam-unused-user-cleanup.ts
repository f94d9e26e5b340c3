import { RemovalPolicy } from 'aws-cdk-lib'
import type { CfnConfigRule } from 'aws-cdk-lib/aws-config'
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { alarms } from './alarms.ts'
import { choicesOf } from './choices.ts'
import { ledger } from './ledger.ts'
import { configRule, judgingFunction } from './judging.ts'
import { settingsOf, type IamUnusedUserCleanupProps } from './props.ts'
import { remediation } from './remediation.ts'
import { judgingRole } from './roles.ts'

/** The whole system in one account and Region: the rule, its function, and the remediation. AWS Config's recorder must be there. */
export class IamUnusedUserCleanup extends Construct {
  readonly rule: CfnConfigRule
  readonly function: CfnFunction
  readonly logGroup: CfnLogGroup
  /** Name of the ledger's table. */
  readonly ledgerTable: string

  /** @throws Error for a value that the parameter of that name would refuse */
  constructor(scope: Construct, id: string, props: IamUnusedUserCleanupProps = {}) {
    super(scope, id)
    const settings = settingsOf(props)
    const choices = choicesOf(this, settings)
    this.logGroup = new CfnLogGroup(this, 'ConfigRuleLambdaLogGroup', { retentionInDays: settings.logRetentionInDays })
    this.logGroup.applyRemovalPolicy(RemovalPolicy.DESTROY)
    const { name } = ledger(this, settings.ledgerTableName)
    this.ledgerTable = name
    const role = judgingRole(this, this.logGroup.attrArn, name, settings, choices)
    this.function = judgingFunction(this, this.logGroup, settings, role, name)
    this.rule = configRule(this, this.function, role, settings.evaluationFrequency)
    alarms(this, this.function, this.rule, settings.notificationTopicArn, choices)
    remediation(this, this.rule, this.function, settings, choices)
  }
}
