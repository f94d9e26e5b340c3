import {
  ListUserTags$,
  TagUser$,
  UntagUser$,
  type ListUserTagsRequest,
  type Tag as SdkTag,
  type TagUserRequest,
  type UntagUserRequest,
} from '@aws-sdk/client-iam'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { iamOf, type Tag } from './state.ts'

const MAX_TAGS = 50
const ALPHABET = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

export const tagOperations = [
  operation(ListUserTags$, ['UserName', 'Marker', 'MaxItems'], (input: ListUserTagsRequest, { place }) => {
    const { UserName = '' } = input
    const sorted = iamOf(place)
      .seen(UserName)
      .Tags.toSorted((one, other) => (one.Key < other.Key ? -1 : 1))
    const { items, ...rest } = page(sorted, input)
    return { Tags: items, ...rest }
  }),

  operation(TagUser$, ['UserName', 'Tags'], ({ UserName = '', Tags = [] }: TagUserRequest, { place }) => {
    const user = iamOf(place).user(UserName)
    user.Tags = mergeTags(user.Tags, Tags)
  }),

  operation(UntagUser$, ['UserName', 'TagKeys'], ({ UserName = '', TagKeys = [] }: UntagUserRequest, { place }) => {
    const user = iamOf(place).user(UserName)
    const gone = new Set(TagKeys.map((key) => key.toLowerCase()))
    user.Tags = user.Tags.filter(({ Key }) => !gone.has(Key.toLowerCase()))
  }),
]

/** Keys are unique ignoring case; one bad tag refuses them all. @throws ValidationError, InvalidInput, LimitExceeded */
export function mergeTags(present: readonly Tag[], given: readonly SdkTag[]): Tag[] {
  const tags = given.map(({ Key = '', Value = '' }) => ({ Key, Value }))
  for (const { Key, Value } of tags) {
    if (Key.length < 1 || Key.length > 128 || Value.length > 256 || !ALPHABET.test(Key) || !ALPHABET.test(Value))
      throw validationError(
        `1 validation error detected: the tag ${Key} failed to satisfy constraint: Member must satisfy regular expression pattern: ${ALPHABET.source}`,
      )
    if (/^aws:/i.test(Key)) throw new AwsError('InvalidInput', 400, 'aws: prefixed tag key names are not allowed for external use.')
  }
  const keys = tags.map(({ Key }) => Key.toLowerCase())
  if (new Set(keys).size < keys.length)
    throw new AwsError('InvalidInput', 400, 'Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  const merged = [...present.filter(({ Key }) => !keys.includes(Key.toLowerCase())), ...tags]
  if (merged.length > MAX_TAGS) throw new AwsError('LimitExceeded', 409, `The number of tags has reached the maximum limit of ${MAX_TAGS}.`)
  return merged
}
