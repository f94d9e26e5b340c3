import * as v from 'valibot'
import { call, orTakeAway, remove, type Author } from './author.ts'
import { number, read } from './properties.ts'
import type { ResourceType } from './resource-type.ts'

const LogGroup_ = v.strictObject({ LogGroupName: v.optional(v.string()), RetentionInDays: v.optional(number) })

const logGroup: ResourceType = {
  attributes: ['Arn'],
  identifiers: ['LogGroupName'],
  replacedBy: ['LogGroupName'],
  create: async (author, properties, { uniqueName }) => {
    const { LogGroupName: logGroupName = uniqueName(128), RetentionInDays } = read('AWS::Logs::LogGroup', LogGroup_, properties)
    await call(author, 'logs:CreateLogGroup', { logGroupName })
    await orTakeAway(
      () => putRetention(author, logGroupName, RetentionInDays),
      () => removeGroup(author, logGroupName),
    )
    const { region, accountId } = author.place
    return { physicalId: logGroupName, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*` } }
  },
  update: async (author, properties, present) => {
    await putRetention(author, present.physicalId, read('AWS::Logs::LogGroup', LogGroup_, properties).RetentionInDays)
    return present
  },
  remove: (author, { physicalId }) => removeGroup(author, physicalId),
}

async function putRetention(author: Author, logGroupName: string, retentionInDays: number | undefined): Promise<void> {
  if (retentionInDays !== undefined) await call(author, 'logs:PutRetentionPolicy', { logGroupName, retentionInDays })
}

const removeGroup = (author: Author, logGroupName: string): Promise<void> =>
  remove(author, 'logs:DeleteLogGroup', { logGroupName }, ['ResourceNotFoundException'])

export const logsTypes = { 'AWS::Logs::LogGroup': logGroup }
