import type {
  Parameter,
  StackInstanceSummary,
  StackSet,
  StackSetOperation,
  StackSetOperationPreferences,
  StackSetOperationSummary,
} from '@aws-sdk/client-cloudformation'
import type { SetOperation, StackInstance, StackSetNow } from '../deployment/stack-set.ts'
import { present } from './present.ts'

/** Exactly these accounts, or all of the units where `accounts` is undefined. */
export type Targets = { readonly units: readonly string[]; readonly accounts: readonly string[] | undefined }

/** Where and how an operation works. */
export type Work = { readonly targets: Targets; readonly preferences: StackSetOperationPreferences }

/** Parameters with a value, and those that stay as they are. */
export type Given = { readonly given: ReadonlyMap<string, string>; readonly kept: readonly string[] }

export const SETTINGS = {
  AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
  ManagedExecution: { Active: true },
} as const

export const deploymentTargets = ({ units, accounts }: Targets) => ({
  OrganizationalUnitIds: [...units],
  ...(accounts === undefined ? {} : { Accounts: [...accounts], AccountFilterType: 'INTERSECTION' as const }),
})

export const parametersOf = ({ given, kept }: Given): Parameter[] => [
  ...[...given].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  ...kept.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
]

export const valuesOf = (parameters: readonly Parameter[] = []): ReadonlyMap<string, string> =>
  new Map(parameters.map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue]))

export function stackSetNow({ StackSetName, TemplateBody, Parameters, AutoDeployment, ManagedExecution }: StackSet): StackSetNow {
  const { Enabled, RetainStacksOnAccountRemoval } = AutoDeployment ?? {}
  return {
    name: present(StackSetName, 'StackSetName'),
    templateBody: present(TemplateBody, 'TemplateBody'),
    parameters: valuesOf(Parameters),
    joiners: Enabled !== true ? 'not-deployed' : RetainStacksOnAccountRemoval === true ? 'deployed-and-retained' : 'deployed',
    isManaged: ManagedExecution?.Active === true,
  }
}

export const stackInstance = (summary: StackInstanceSummary, overrides: ReadonlyMap<string, string>): StackInstance => ({
  accountId: present(summary.Account, 'Account'),
  region: present(summary.Region, 'Region'),
  unitId: summary.OrganizationalUnitId ?? '',
  status: present(summary.Status, 'Status'),
  detailed: summary.StackInstanceStatus?.DetailedStatus ?? '',
  reason: summary.StatusReason,
  overrides,
})

export const setOperation = ({
  OperationId,
  Action,
  Status,
  StatusReason,
}: StackSetOperationSummary | StackSetOperation): SetOperation => ({
  id: present(OperationId, 'OperationId'),
  action: present(Action, 'Action'),
  status: present(Status, 'Status'),
  reason: StatusReason,
})
