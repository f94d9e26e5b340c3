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
import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { noteResults } from './aggregators.ts'
import { complianceOf } from './compliance.ts'
import { deleteRule, putRule, startEvaluation } from './rules.ts'
import { invalidParameter, type Rule, configOf } from './state.ts'

const MINUTE_MS = 60_000

export const ruleOperations = [
  operation(
    PutConfigRule$,
    [
      'ConfigRule.Source.Owner',
      'ConfigRule.Source.SourceIdentifier',
      'ConfigRule.Source.SourceDetails',
      'ConfigRule.ConfigRuleName',
      'ConfigRule.Description',
      'ConfigRule.Scope',
      'ConfigRule.InputParameters',
    ],
    async ({ ConfigRule }: PutConfigRuleRequest, { place }) => {
      await putRule(place, ConfigRule ?? { Source: undefined })
    },
  ),
  operation(DeleteConfigRule$, ['ConfigRuleName'], ({ ConfigRuleName = '' }: DeleteConfigRuleRequest, { place }) =>
    deleteRule(place, ConfigRuleName),
  ),
  operation(DescribeConfigRules$, ['ConfigRuleNames'], ({ ConfigRuleNames }: DescribeConfigRulesRequest, { place }) => ({
    ConfigRules: named(place, ConfigRuleNames).map(({ definition }) => definition),
  })),
  operation(StartConfigRulesEvaluation$, ['ConfigRuleNames'], ({ ConfigRuleNames }: StartConfigRulesEvaluationRequest, { place, now }) => {
    const rules = named(place, ConfigRuleNames)
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
      place.clock.schedule(0, () => startEvaluation(place, rule))
    }
    return {}
  }),
  operation(
    DescribeConfigRuleEvaluationStatus$,
    ['ConfigRuleNames'],
    ({ ConfigRuleNames }: DescribeConfigRuleEvaluationStatusRequest, { place }) => ({
      ConfigRulesEvaluationStatus: named(place, ConfigRuleNames).map(({ definition, created, status }) => {
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
    }),
  ),
  operation(
    DescribeComplianceByConfigRule$,
    ['ConfigRuleNames', 'ComplianceTypes'],
    ({ ConfigRuleNames, ComplianceTypes }: DescribeComplianceByConfigRuleRequest, { place }) => ({
      ComplianceByConfigRules: named(place, ConfigRuleNames)
        .map((rule) => ({ ConfigRuleName: rule.definition.ConfigRuleName, Compliance: complianceOf(rule) }))
        .filter(({ Compliance }) => ComplianceTypes === undefined || ComplianceTypes.includes(Compliance.ComplianceType)),
    }),
  ),
  operation(DeleteEvaluationResults$, ['ConfigRuleName'], ({ ConfigRuleName = '' }: DeleteEvaluationResultsRequest, { place }) => {
    const rule = configOf(place).rule(ConfigRuleName)
    if (rule.running) throw new AwsError('ResourceInUseException', 400, `The rule ${ConfigRuleName} is being evaluated.`)
    rule.results.clear()
    noteResults(place, ConfigRuleName)
    return {}
  }),
]

const named = (place: Place, names: readonly string[] | undefined): Rule[] =>
  names === undefined || names.length === 0 ? [...configOf(place).rules.values()] : names.map((name) => configOf(place).rule(name))
