import { AddPermission$, RemovePermission$, type AddPermissionRequest, type RemovePermissionRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { findFunction } from './functions.ts'

/** Who else may invoke a function. */
export const permissionOperations = [
  operation(
    AddPermission$,
    ['FunctionName', 'StatementId', 'Action', 'Principal', 'SourceAccount'],
    (request: AddPermissionRequest, { place }) => {
      const { FunctionName, StatementId = '', Action: action = '', Principal: principal = '', SourceAccount: sourceAccount } = request
      const { permissions, configuration } = findFunction(place, { FunctionName })
      if (permissions.has(StatementId))
        throw new AwsError(
          'ResourceConflictException',
          409,
          `The statement id (${StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        )
      permissions.set(StatementId, { action, principal, sourceAccount })
      const Condition = sourceAccount === undefined ? {} : { Condition: { StringEquals: { 'AWS:SourceAccount': sourceAccount } } }
      const Statement = {
        Sid: StatementId,
        Effect: 'Allow',
        Principal: { Service: principal },
        Action: action,
        Resource: configuration.arn,
      }
      return { Statement: JSON.stringify({ ...Statement, ...Condition }) }
    },
  ),
  operation(
    RemovePermission$,
    ['FunctionName', 'StatementId'],
    ({ FunctionName = '', StatementId = '' }: RemovePermissionRequest, { place }) => {
      if (!findFunction(place, { FunctionName }).permissions.delete(StatementId))
        throw new AwsError('ResourceNotFoundException', 404, `Statement ${StatementId} is not found in resource policy.`)
    },
  ),
]
