import type { ConfigRule, Evaluation, RemediationConfiguration, RemediationExecutionState } from '@aws-sdk/client-config-service'
import { AwsError } from '../world/aws-error.ts'
import type { StepNews } from '../world/news.ts'
import { perRegion } from '../world/world.ts'

type ResultToken = { readonly ruleName: string; readonly invokedAt: Date }

export type EvaluationResult = {
  readonly evaluation: Evaluation
  readonly recordedAt: Date
  readonly invokedAt: Date
}

export type RemediationStep = {
  readonly Name: string
  readonly State: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS' | 'PENDING'
  readonly ErrorMessage?: string
  readonly StartTime?: Date
  readonly StopTime?: Date
}

export type RemediationExecution = {
  readonly resourceId: string
  state: RemediationExecutionState
  steps: readonly RemediationStep[]
  invokedAt: Date
  updatedAt: Date
  /** When attempts failed, lately. */
  failures: Date[]
}

/** An automation that AWS Config has started. */
export type Automation = {
  readonly steps: readonly StepNews[]
  onEnd: (end: { readonly status: string; readonly steps: readonly StepNews[] }) => void
}

type RemediationException = { readonly message: string; readonly expires?: Date | undefined }

export type Rule = {
  definition: ConfigRule & { readonly ConfigRuleName: string; readonly ConfigRuleArn: string; readonly ConfigRuleId: string }
  readonly created: Date
  /** By resource type and id. */
  readonly results: Map<string, EvaluationResult>
  remediation?: RemediationConfiguration
  readonly executions: Map<string, RemediationExecution>
  readonly exceptions: Map<string, RemediationException>
  running: boolean
  lastStarted?: Date
  status: {
    LastSuccessfulInvocationTime?: Date
    LastFailedInvocationTime?: Date
    LastSuccessfulEvaluationTime?: Date
    LastFailedEvaluationTime?: Date
    LastErrorCode?: string
    LastErrorMessage?: string
  }
}

class ConfigState {
  readonly rules = new Map<string, Rule>()
  readonly tokens = new Map<string, ResultToken>()
  /** Those under way, by their ids. */
  readonly automations = new Map<string, Automation>()
  /** Ids of users that AWS Config has not discovered yet. */
  readonly undiscovered = new Set<string>()

  /** @throws NoSuchConfigRuleException */
  rule(name: string): Rule {
    const rule = this.rules.get(name)
    if (rule === undefined)
      throw new AwsError(
        'NoSuchConfigRuleException',
        400,
        `The ConfigRule '${name}' provided in the request is invalid. Please check the configRule name.`,
      )
    return rule
  }
}

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterValueException', 400, message)

export const configOf = perRegion(() => new ConfigState())
