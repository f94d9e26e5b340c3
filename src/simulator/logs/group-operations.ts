import {
  CreateLogGroup$,
  DeleteLogGroup$,
  PutRetentionPolicy$,
  type CreateLogGroupRequest,
  type DeleteLogGroupRequest,
  type PutRetentionPolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import type { Place } from '../world/world.ts'
import { logGroupsOf, type LogGroup } from './state.ts'

const NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/

const RETENTIONS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]

export const groupOperations = [
  operation(CreateLogGroup$, ['logGroupName'], ({ logGroupName = '' }: CreateLogGroupRequest, { place, now }) => {
    if (!NAME.test(logGroupName)) throw invalid(`The log group name ${logGroupName} is not valid.`)
    const groups = logGroupsOf(place)
    if (groups.has(logGroupName)) throw new AwsError('ResourceAlreadyExistsException', 400, 'The specified log group already exists')
    const arn = `arn:aws:logs:${place.region}:${place.accountId}:log-group:${logGroupName}`
    groups.set(logGroupName, { logGroupName, arn, creationTime: now.getTime(), streams: new Map(), characters: 0 })
  }),
  operation(
    PutRetentionPolicy$,
    ['logGroupName', 'retentionInDays'],
    ({ logGroupName = '', retentionInDays = 0 }: PutRetentionPolicyRequest, { place }) => {
      const group = groupNamed(place, logGroupName)
      if (!RETENTIONS.includes(retentionInDays)) throw invalid(`retentionInDays must be one of ${RETENTIONS.join(', ')}.`)
      group.retentionInDays = retentionInDays
    },
  ),
  operation(DeleteLogGroup$, ['logGroupName'], ({ logGroupName = '' }: DeleteLogGroupRequest, { place }) => {
    logGroupsOf(place).delete(groupNamed(place, logGroupName).logGroupName)
  }),
]

type Which = { readonly logGroupName?: string | undefined; readonly logGroupIdentifier?: string | undefined }

/** By name or by ARN. @throws ResourceNotFoundException, ValidationException */
export function findGroup(place: Place, { logGroupName, logGroupIdentifier }: Which): LogGroup {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined)
    throw new AwsError('ValidationException', 400, 'LogGroup name and LogGroup ARN are mutually exclusive parameters.')
  const wanted = logGroupName ?? logGroupIdentifier
  const group = [...logGroupsOf(place).values()].find((each) => each.logGroupName === wanted || each.arn === wanted)
  if (group === undefined) throw notFound('The specified log group does not exist.')
  return group
}

/** @throws ResourceNotFoundException */
export function groupNamed(place: Place, name: string): LogGroup {
  const group = logGroupsOf(place).get(name)
  if (group === undefined) throw notFound('The specified log group does not exist.')
  return group
}

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', 400, message)

export const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', 400, message)
