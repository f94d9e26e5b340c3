import {
  DescribeAutomationExecutions$,
  DescribeAutomationStepExecutions$,
  GetAutomationExecution$,
  StartAutomationExecution$,
  type DescribeAutomationExecutionsRequest,
  type DescribeAutomationStepExecutionsRequest,
  type GetAutomationExecutionRequest,
  type StartAutomationExecutionRequest,
} from '@aws-sdk/client-ssm'
import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { own } from '../world/own.ts'
import { startAutomation } from './automation.ts'
import { automationsOf, type AutomationExecution, type StepExecution } from './execution.ts'
import { shownOutput } from './runbook.ts'

type Filter = NonNullable<DescribeAutomationExecutionsRequest['Filters']>[number]

export const automationOperations = [
  operation(
    StartAutomationExecution$,
    ['DocumentName', 'DocumentVersion', 'Parameters'],
    ({ DocumentName = '', DocumentVersion, Parameters = {} }: StartAutomationExecutionRequest, { place, caller }) => {
      const { id } = startAutomation(place, {
        documentName: DocumentName,
        documentVersion: DocumentVersion,
        parameters: Parameters,
        caller,
      })
      return { AutomationExecutionId: id }
    },
  ),

  operation(
    GetAutomationExecution$,
    ['AutomationExecutionId'],
    ({ AutomationExecutionId = '' }: GetAutomationExecutionRequest, { place }) => {
      const execution = find(place, AutomationExecutionId)
      const Parameters = Object.fromEntries(Object.entries(execution.parameters).map(([name, value]) => [name, [value]]))
      return {
        AutomationExecution: { ...common(execution), Parameters, StepExecutions: stepsOf(execution), StepExecutionsTruncated: false },
      }
    },
  ),

  operation(
    DescribeAutomationStepExecutions$,
    ['AutomationExecutionId'],
    ({ AutomationExecutionId = '' }: DescribeAutomationStepExecutionsRequest, { place }) => ({
      StepExecutions: stepsOf(find(place, AutomationExecutionId)),
    }),
  ),

  operation(
    DescribeAutomationExecutions$,
    ['Filters', 'MaxResults', 'NextToken'],
    ({ Filters = [], MaxResults = 50, NextToken }: DescribeAutomationExecutionsRequest, { place }) => {
      const meant = [...automationsOf(place).values()]
        .filter((execution) => Filters.every((filter) => passes(execution, filter)))
        .toReversed()
      if (NextToken !== undefined && !/^\d{1,9}$/.test(NextToken))
        throw new AwsError('InvalidNextToken', 400, 'The specified token is not valid.')
      const from = Number(NextToken ?? 0)
      const AutomationExecutionMetadataList = meant.slice(from, from + MaxResults).map((execution) => ({
        ...common(execution),
        LogFile: '',
        AutomationType: 'Local' as const,
      }))
      return { AutomationExecutionMetadataList, ...(meant.length > from + MaxResults ? { NextToken: String(from + MaxResults) } : {}) }
    },
  ),
]

function find(place: Place, id: string): AutomationExecution {
  const execution = automationsOf(place).get(id)
  if (execution === undefined) throw new AwsError('AutomationExecutionNotFoundException', 400, `Automation execution ${id} does not exist.`)
  return execution
}

const FILTERS: Readonly<Record<string, (execution: AutomationExecution, value: string) => boolean>> = {
  DocumentNamePrefix: ({ documentName }, value) => documentName.startsWith(value),
  ExecutionStatus: ({ status }, value) => status === value,
  ExecutionId: ({ id }, value) => id === value,
  StartTimeBefore: ({ started }, value) => started < new Date(value),
  StartTimeAfter: ({ started }, value) => started > new Date(value),
}

function passes(execution: AutomationExecution, { Key, Values = [] }: Filter): boolean {
  const test = own(FILTERS, String(Key))
  if (test === undefined) throw new AwsError('InvalidFilterKey', 400, `The simulator does not know the filter ${Key}.`)
  return Values.some((value) => test(execution, value))
}

const common = (execution: AutomationExecution) => ({
  AutomationExecutionId: execution.id,
  DocumentName: execution.documentName,
  DocumentVersion: execution.documentVersion,
  AutomationExecutionStatus: execution.status,
  ExecutionStartTime: execution.started,
  ExecutionEndTime: execution.ended,
  ExecutedBy: execution.executedBy,
  Outputs: Object.fromEntries(execution.runbook.outputs.map((name) => [name, [outputOf(execution, name)]])),
  FailureMessage: execution.failure,
  Mode: 'Auto' as const,
  Targets: [],
  ResolvedTargets: { ParameterValues: [], Truncated: false },
})

const NO_OUTPUT = 'No output available yet because the step is not successfully executed'

function outputOf({ steps }: AutomationExecution, name: string): string {
  const [stepName, output = ''] = name.split('.')
  const value = steps.find(({ step }) => step.name === stepName)?.outputs?.[output]
  return value === undefined ? NO_OUTPUT : shownOutput(value)
}

const stepsOf = ({ steps }: AutomationExecution) => steps.map((each) => shownStep(each))

const shownStep = ({ step, status, started, ended, outputs = {}, failure }: StepExecution) => ({
  StepName: step.name,
  Action: step.action,
  TimeoutSeconds: step.timeoutSeconds,
  OnFailure: 'Abort',
  IsEnd: step.isEnd,
  StepStatus: status,
  ExecutionStartTime: started,
  ExecutionEndTime: ended,
  Outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, [shownOutput(value)]])),
  FailureMessage: failure,
})
