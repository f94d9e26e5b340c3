import {
  DeleteConfigRule$,
  DeleteEvaluationResults$,
  DescribeComplianceByConfigRule$,
  DescribeConfigRuleEvaluationStatus$,
  DescribeConfigRules$,
  PutConfigRule$,
  StartConfigRulesEvaluation$,
  type DeleteConfigRuleRequest,
  type DeleteEvaluationResultsRequest,
  type DescribeComplianceByConfigRuleRequest,
  type DescribeConfigRuleEvaluationStatusRequest,
  type DescribeConfigRulesRequest,
  type PutConfigRuleRequest,
  type StartConfigRulesEvaluationRequest,
} from '@aws-sdk/client-config-service'
import type { Aws } from '../front/desk.ts'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { deleteRule, putRule, startEvaluation } from './rules.ts'
import { invalidParameter, type Rule } from './state.ts'

const MINUTE_MS = 60_000
const COUNT_CAP = 25

export const ruleOperations = [
  operation(PutConfigRule$, ({ ConfigRule }: PutConfigRuleRequest, { aws }) => {
    putRule(aws, ConfigRule ?? { Source: undefined })
  }),
  operation(DeleteConfigRule$, ({ ConfigRuleName = '' }: DeleteConfigRuleRequest, { aws }) => deleteRule(aws, ConfigRuleName)),
  operation(DescribeConfigRules$, ({ ConfigRuleNames }: DescribeConfigRulesRequest, { aws }) => ({
    ConfigRules: named(aws, ConfigRuleNames).map(({ definition }) => definition),
  })),
  operation(StartConfigRulesEvaluation$, ({ ConfigRuleNames }: StartConfigRulesEvaluationRequest, { aws, now }) => {
    const rules = named(aws, ConfigRuleNames)
    if (rules.length > 25) throw invalidParameter('At most 25 rules at a time.')
    for (const { running, lastStarted, definition } of rules)
      if (running || (lastStarted !== undefined && now.getTime() - lastStarted.getTime() < MINUTE_MS))
        throw new AwsError(
          'LimitExceededException',
          400,
          `StartConfigRulesEvaluation for the rule ${definition.ConfigRuleName} is allowed once a minute, and not while it is running.`,
        )
    for (const rule of rules) {
      rule.lastStarted = now
      aws.clock.schedule(0, () => startEvaluation(aws, rule))
    }
    return {}
  }),
  operation(DescribeConfigRuleEvaluationStatus$, ({ ConfigRuleNames }: DescribeConfigRuleEvaluationStatusRequest, { aws }) => ({
    ConfigRulesEvaluationStatus: named(aws, ConfigRuleNames).map(({ definition, created, status }) => {
      const { ConfigRuleName, ConfigRuleArn, ConfigRuleId } = definition
      return {
        ConfigRuleName,
        ConfigRuleArn,
        ConfigRuleId,
        FirstActivatedTime: created,
        FirstEvaluationStarted: status.LastSuccessfulInvocationTime !== undefined,
        ...status,
      }
    }),
  })),
  operation(DescribeComplianceByConfigRule$, ({ ConfigRuleNames, ComplianceTypes }: DescribeComplianceByConfigRuleRequest, { aws }) => ({
    ComplianceByConfigRules: named(aws, ConfigRuleNames)
      .map((rule) => ({ ConfigRuleName: rule.definition.ConfigRuleName, Compliance: complianceOf(rule) }))
      .filter(({ Compliance }) => ComplianceTypes === undefined || ComplianceTypes.includes(Compliance.ComplianceType)),
  })),
  operation(DeleteEvaluationResults$, ({ ConfigRuleName = '' }: DeleteEvaluationResultsRequest, { aws }) => {
    const rule = aws.config.rule(ConfigRuleName)
    if (rule.running) throw new AwsError('ResourceInUseException', 400, `The rule ${ConfigRuleName} is being evaluated.`)
    rule.results.clear()
    return {}
  }),
]

const named = ({ config }: Aws, names: readonly string[] | undefined): Rule[] =>
  names === undefined || names.length === 0 ? [...config.rules.values()] : names.map((name) => config.rule(name))

function complianceOf({ results }: Rule) {
  const bad = [...results.values()].filter(({ evaluation }) => evaluation.ComplianceType === 'NON_COMPLIANT').length
  if (results.size === 0) return { ComplianceType: 'INSUFFICIENT_DATA' as const }
  if (bad === 0) return { ComplianceType: 'COMPLIANT' as const }
  return {
    ComplianceType: 'NON_COMPLIANT' as const,
    ComplianceContributorCount: { CappedCount: Math.min(bad, COUNT_CAP), CapExceeded: bad > COUNT_CAP },
  }
}
