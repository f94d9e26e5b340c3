import { validationError } from '../world/aws-error.ts'
import { own } from '../world/own.ts'
import { cloudWatchTypes } from './cloudwatch-types.ts'
import { configTypes } from './config-types.ts'
import { dynamoDbTypes } from './dynamodb-types.ts'
import { iamTypes } from './iam-types.ts'
import { lambdaTypes } from './lambda-types.ts'
import { logsTypes } from './logs-types.ts'
import type { ResourceType } from './resource-type.ts'
import { ssmTypes } from './ssm-types.ts'

const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  ...iamTypes,
  ...lambdaTypes,
  ...logsTypes,
  ...configTypes,
  ...ssmTypes,
  ...cloudWatchTypes,
  ...dynamoDbTypes,
}

/** @throws ValidationError for a type that the simulator does not know */
export function typeOf(type: string): ResourceType {
  const found = own(RESOURCE_TYPES, type)
  if (found === undefined) throw validationError(`Template format error: Unrecognized resource types: [${type}]`)
  return found
}
