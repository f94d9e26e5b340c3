import {
  DescribeStackSetOperation$,
  ListStackSetAutoDeploymentTargets$,
  ListStackSetOperationResults$,
  ListStackSetOperations$,
  StopStackSetOperation$,
  type DescribeStackSetOperationInput,
  type ListStackSetAutoDeploymentTargetsInput,
  type ListStackSetOperationResultsInput,
  type ListStackSetOperationsInput,
  type StopStackSetOperationInput,
} from '@aws-sdk/client-cloudformation'
import { operation } from '../world/operation.ts'
import { invalidOperation, setsSeen, setToOperate } from './access.ts'
import { page } from './paging.ts'
import { summaryOfOperation } from './shown.ts'
import { requireOperation, requireSet } from './state.ts'

/** How operations of a set go on. */
export const progressOperations = [
  operation(
    DescribeStackSetOperation$,
    ['StackSetName', 'OperationId', 'CallAs'],
    ({ StackSetName, OperationId, CallAs }: DescribeStackSetOperationInput, call) => {
      const set = requireSet(setsSeen(call, CallAs), StackSetName)
      const found = requireOperation(set, OperationId)
      return {
        StackSetOperation: {
          ...summaryOfOperation(found),
          StackSetId: set.id,
          DeploymentTargets: found.targets,
          ...(found.action === 'DELETE' ? { RetainStacks: found.retainStacks } : {}),
        },
      }
    },
  ),
  operation(ListStackSetOperations$, ['StackSetName', 'MaxResults', 'NextToken', 'CallAs'], (request: ListStackSetOperationsInput, call) =>
    page(
      requireSet(setsSeen(call, request.CallAs), request.StackSetName)
        .operations.toReversed()
        .map((each) => summaryOfOperation(each)),
      request,
    ),
  ),
  operation(
    ListStackSetOperationResults$,
    ['StackSetName', 'OperationId', 'Filters', 'MaxResults', 'NextToken', 'CallAs'],
    (request: ListStackSetOperationResultsInput, call) => {
      const { StackSetName, OperationId, Filters = [], CallAs } = request
      const { results } = requireOperation(requireSet(setsSeen(call, CallAs), StackSetName), OperationId)
      const shown = results
        .filter(({ status }) => Filters.every(({ Name, Values }) => Name === 'OPERATION_RESULT_STATUS' && Values === status))
        .map(({ instance, status, reason }) => ({
          Account: instance.accountId,
          Region: instance.region,
          Status: status,
          StatusReason: reason,
          AccountGateResult: {
            Status: 'SKIPPED' as const,
            StatusReason: `Function not found: arn:aws:lambda:${instance.region}:${instance.accountId}:function:AWSCloudFormationStackSetAccountGate`,
          },
          OrganizationalUnitId: instance.unitId,
        }))
      return page(shown, request)
    },
  ),
  operation(
    StopStackSetOperation$,
    ['StackSetName', 'OperationId', 'CallAs'],
    ({ StackSetName, OperationId, CallAs }: StopStackSetOperationInput, call) => {
      const found = requireOperation(setToOperate(call, StackSetName, CallAs).set, OperationId)
      if (found.status !== 'RUNNING' && found.status !== 'QUEUED')
        throw invalidOperation(`Operation ${found.id} is ${found.status} and cannot be stopped.`)
      found.status = found.status === 'QUEUED' ? 'STOPPED' : 'STOPPING'
      return {}
    },
  ),
  operation(
    ListStackSetAutoDeploymentTargets$,
    ['StackSetName', 'MaxResults', 'NextToken', 'CallAs'],
    (request: ListStackSetAutoDeploymentTargetsInput, call) =>
      page(
        [...requireSet(setsSeen(call, request.CallAs), request.StackSetName).units].map(([OrganizationalUnitId, regions]) => ({
          OrganizationalUnitId,
          Regions: [...regions],
        })),
        request,
      ),
  ),
]
