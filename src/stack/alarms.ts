import { Token } from 'aws-cdk-lib'
import { CfnAlarm, type CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch'
import type { CfnConfigRule } from 'aws-cdk-lib/aws-config'
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { choose, NOTHING } from './choice.ts'
import type { Choices } from './choices.ts'

const HOUR_SECONDS = 3600

/** A run that failed, and no run at all: both tell people, where there is a topic for it. */
export function alarms(scope: Construct, judging: CfnFunction, rule: CfnConfigRule, topicArn: string, { alarmed }: Choices): void {
  const common = {
    namespace: 'AWS/Lambda',
    dimensions: [{ name: 'FunctionName', value: judging.ref }],
    statistic: 'Sum',
    threshold: 1,
    ...(alarmed.kind === 'known' && !alarmed.holds ? {} : { alarmActions: Token.asList(choose<unknown>(alarmed, [topicArn], NOTHING)) }),
  } satisfies Partial<CfnAlarmProps>
  new CfnAlarm(scope, 'ConfigRuleLambdaErrors', {
    ...common,
    alarmDescription: 'The function failed: users were not judged, or a revocation broke off. Its log says why.',
    metricName: 'Errors',
    period: 300,
    evaluationPeriods: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    treatMissingData: 'notBreaching',
  })
  const silence = new CfnAlarm(scope, 'ConfigRuleLambdaSilence', {
    ...common,
    alarmDescription: 'The function has not run for 25 hours. Are the rule and the recorder of AWS Config there?',
    metricName: 'Invocations',
    period: HOUR_SECONDS,
    evaluationPeriods: 25,
    comparisonOperator: 'LessThanThreshold',
    treatMissingData: 'breaching',
  })
  // A new rule runs straight away: so the alarm does not begin with a silence that means nothing.
  silence.addResourceDependency(rule)
}
