import type { Tag } from '@aws-sdk/client-cloudformation'
import { validationError } from '../world/aws-error.ts'

const MOST = 50

/** Tags as a stack may have them. @throws ValidationError */
export function checkedTags(tags: readonly Tag[]): readonly Tag[] {
  if (tags.length > MOST)
    throw validationError(
      `1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${MOST}`,
    )
  const reserved = tags.find(({ Key = '' }) => Key.startsWith('aws:'))
  if (reserved !== undefined) throw validationError('Tag keys that begin with aws: are reserved for system use.')
  const twice = tags.find(({ Key }, index) => tags.findIndex((each) => each.Key === Key) !== index)
  if (twice !== undefined) throw validationError(`Duplicate tag key found: ${twice.Key}`)
  return tags.map(({ Key, Value }) => ({ Key, Value }))
}
