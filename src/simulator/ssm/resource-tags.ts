import {
  AddTagsToResource$,
  ListTagsForResource$,
  RemoveTagsFromResource$,
  type AddTagsToResourceRequest,
  type ListTagsForResourceRequest,
  type RemoveTagsFromResourceRequest,
} from '@aws-sdk/client-ssm'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import type { Place } from '../world/world.ts'
import { keyOf } from './parameter-name.ts'
import { parametersOf, parameterTagsOf } from './parameter-versions.ts'

const MOST = 50

/** Tags of parameters: no other resource of Systems Manager has any here. */
export const resourceTagOperations = [
  operation(ListTagsForResource$, ['ResourceType', 'ResourceId'], (input: ListTagsForResourceRequest, { place }) => ({
    TagList: [...tagsOf(place, input).tags].map(([Key, Value]) => ({ Key, Value })),
  })),
  operation(AddTagsToResource$, ['ResourceType', 'ResourceId', 'Tags'], (input: AddTagsToResourceRequest, { place }) => {
    const { name, tags } = tagsOf(place, input)
    const after = new Map([...tags, ...(input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const)])
    if (after.size > MOST) throw new AwsError('TooManyTagsError', 400, `A resource has at most ${MOST} tags.`)
    parameterTagsOf(place).set(name, after)
    return {}
  }),
  operation(RemoveTagsFromResource$, ['ResourceType', 'ResourceId', 'TagKeys'], (input: RemoveTagsFromResourceRequest, { place }) => {
    const { name, tags } = tagsOf(place, input)
    parameterTagsOf(place).set(name, new Map([...tags].filter(([key]) => input.TagKeys?.includes(key) !== true)))
    return {}
  }),
]

type Named = { readonly ResourceType?: string | undefined; readonly ResourceId?: string | undefined }

/** @throws InvalidResourceType, InvalidResourceId */
function tagsOf(place: Place, { ResourceType, ResourceId = '' }: Named) {
  if (ResourceType !== 'Parameter')
    throw new AwsError('InvalidResourceType', 400, `The simulator knows tags of a Parameter, and of no ${ResourceType}.`)
  const name = keyOf(place, ResourceId)
  if (!parametersOf(place).has(name)) throw new AwsError('InvalidResourceId', 400, 'Invalid Resource Id')
  return { name, tags: parameterTagsOf(place).get(name) ?? new Map<string, string>() }
}
