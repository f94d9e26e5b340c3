import { validationError } from '../world/aws-error.ts'
import { own } from '../world/own.ts'
import { cloudWatchTypes } from './cloudwatch-types.ts'
import { configTypes } from './config-types.ts'
import { dynamoDbTypes } from './dynamodb-types.ts'
import { iamTypes } from './iam-types.ts'
import { lambdaTypes } from './lambda-types.ts'
import { logsTypes } from './logs-types.ts'
import { organizationTypes } from './organization-types.ts'
import type { ResourceType } from './resource-type.ts'
import { snsTypes } from './sns-types.ts'
import { ssmTypes } from './ssm-types.ts'

const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  ...iamTypes,
  ...lambdaTypes,
  ...logsTypes,
  ...configTypes,
  ...ssmTypes,
  ...cloudWatchTypes,
  ...dynamoDbTypes,
  ...snsTypes,
  ...organizationTypes,
}

/** How a type of resource is made, or undefined where the simulator does not offer it. */
export const offered = (type: string): ResourceType | undefined => own(RESOURCE_TYPES, type)

/** Types of AWS, of others in its registry, and resources that an account's own functions make. */
const OF_SOMEBODY = /^([A-Z]\w*::[A-Z]\w*::[A-Z]\w*|Custom::[\w@-]{1,60})$/

/** @throws ValidationError for a type that the simulator does not offer, or that nobody has */
export function typeOf(type: string): ResourceType {
  const found = offered(type)
  if (found !== undefined) return found
  const unrecognized = `Template format error: Unrecognized resource types: [${type}]`
  if (!OF_SOMEBODY.test(type) || Object.keys(RESOURCE_TYPES).some((known) => isAlmost(type, known))) throw validationError(unrecognized)
  throw validationError(
    `The simulator does not offer resources of type ${type}. (Where AWS does not know it either, it says: ${unrecognized})`,
  )
}

/** Whether one name is the other with a letter more, less, other, or two in each other's place. */
function isAlmost(one: string, other: string): boolean {
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  const [mine, theirs] = [one.slice(start), other.slice(start)]
  const isSwapped = mine[0] === theirs[1] && mine[1] === theirs[0] && mine.slice(2) === theirs.slice(2)
  return isSwapped || mine.slice(1) === theirs.slice(1) || mine.slice(1) === theirs || mine === theirs.slice(1)
}
