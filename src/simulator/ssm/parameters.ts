import {
  DeleteParameter$,
  DeleteParameters$,
  DescribeParameters$,
  GetParameter$,
  GetParameterHistory$,
  GetParameters$,
  GetParametersByPath$,
  PutParameter$,
  type DeleteParameterRequest,
  type DeleteParametersRequest,
  type DescribeParametersRequest,
  type GetParameterHistoryRequest,
  type GetParameterRequest,
  type GetParametersByPathRequest,
  type GetParametersRequest,
  type PutParameterRequest,
} from '@aws-sdk/client-ssm'
import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { checkedFilters, checkPath, isBelow, passes, type Filters } from './parameter-filters.ts'
import { labelsOf } from './parameter-labels.ts'
import { find, keyOf, refuseOfAws, validation, type Asked } from './parameter-name.ts'
import { putParameter } from './parameter-put.ts'
import { homeOfParameter } from './foreign-parameter.ts'
import { parameterArn, parametersOf, parameterTagsOf, type ParameterVersion } from './parameter-versions.ts'
import { decrypted } from './secure-string.ts'

/** So many on a page, where nobody asks otherwise. */
const PAGE = 10
const HISTORY_PAGE = 50

export const parameterOperations = [
  operation(
    PutParameter$,
    ['Name', 'Value', 'Type', 'Overwrite', 'Tier', 'Description', 'AllowedPattern', 'DataType', 'KeyId', 'Tags'],
    (request: PutParameterRequest, call) => {
      const { Version, Tier } = putParameter(request, call)
      return { Version, Tier }
    },
  ),

  operation(GetParameter$, ['Name', 'WithDecryption'], ({ Name = '', WithDecryption }: GetParameterRequest, { place }) => {
    const home = homeOfParameter(place, Name)
    return { Parameter: shown(find(home, Name), WithDecryption, home) }
  }),

  operation(GetParameters$, ['Names', 'WithDecryption'], ({ Names = [], WithDecryption }: GetParametersRequest, { place }) => {
    const asked = [...new Set(Names)].map((name) => {
      const home = homeOfParameter(place, name)
      return { name, home, found: sought(home, name) }
    })
    const Parameters = asked.flatMap(({ found, home }) => (found === undefined ? [] : [shown(found, WithDecryption, home)]))
    return {
      Parameters: Parameters.toSorted((one, other) => (one.Name < other.Name ? -1 : 1)),
      InvalidParameters: asked.flatMap(({ name, found }) => (found === undefined ? [name] : [])),
    }
  }),

  operation(
    GetParametersByPath$,
    ['Path', 'Recursive', 'ParameterFilters', 'WithDecryption', 'MaxResults', 'NextToken'],
    (request: GetParametersByPathRequest, { place }) => {
      const { Path = '/', Recursive = false, ParameterFilters = [], WithDecryption } = request
      refuseOfAws(Path)
      checkPath(Path)
      const below = filtered(place, checkedFilters(ParameterFilters, BY_PATH)).filter(({ Name }) => isBelow(Name, Path, Recursive))
      const { items, rest } = page(below, request, PAGE)
      return {
        Parameters: items.map((version) => shown({ version, name: version.Name, selector: undefined }, WithDecryption, place)),
        ...rest,
      }
    },
  ),

  operation(
    GetParameterHistory$,
    ['Name', 'WithDecryption', 'MaxResults', 'NextToken'],
    (request: GetParameterHistoryRequest, { place }) => {
      const { Name } = find(place, request.Name ?? '').version
      const { items, rest } = page(parametersOf(place).get(Name) ?? [], request, HISTORY_PAGE)
      const Parameters = items.map((version) => ({
        ...decrypted(version, request.WithDecryption),
        Labels: [...(labelsOf(place).get(version) ?? [])],
        Policies: [],
      }))
      return { Parameters, ...rest }
    },
  ),

  operation(
    DescribeParameters$,
    ['Filters', 'ParameterFilters', 'MaxResults', 'NextToken', 'Shared=false'],
    (request: DescribeParametersRequest, { place }) => {
      const { Filters = [], ParameterFilters = [] } = request
      if (Filters.length > 0 && ParameterFilters.length > 0)
        throw validation('You can use either Filters or ParameterFilters in a single request.')
      const old = Filters.map(({ Key, Values }) => ({ Key: String(Key), Values }))
      const { items, rest } = page(filtered(place, checkedFilters([...ParameterFilters, ...old], DESCRIBED)), request, PAGE)
      const Parameters = items.map(({ Value: _, ...version }) => ({ ...version, ARN: parameterArn(place, version.Name), Policies: [] }))
      return { Parameters, ...rest }
    },
  ),

  operation(DeleteParameter$, ['Name'], ({ Name = '' }: DeleteParameterRequest, { place }) => {
    remove(place, find(place, Name).version.Name)
    return {}
  }),

  operation(DeleteParameters$, ['Names'], ({ Names = [] }: DeleteParametersRequest, { place }) => {
    const DeletedParameters = Names.filter((name) => remove(place, keyOf(place, name)))
    return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) }
  }),
]

const BY_PATH = { told: ['Type', 'KeyId'], more: ['Label', 'DataType'] }
const DESCRIBED = { told: ['Path', 'Name', 'Type', 'KeyId', 'Tier'], more: ['DataType', 'tag:'] }

/** Undefined where there is none of that name or version. */
function sought(place: Place, name: string): Asked | undefined {
  try {
    return find(place, name)
  } catch (error) {
    if (error instanceof AwsError && /^Parameter(Version)?NotFound$/.test(error.code)) return undefined
    throw error
  }
}

const filtered = (place: Place, filters: Filters): readonly ParameterVersion[] =>
  [...parametersOf(place).values()].flatMap((versions) => {
    const label = filters.find(({ key }) => key === 'Label')
    const version = label === undefined ? versions.at(-1) : versions.findLast((each) => isLabelled(place, each, label.values))
    if (version === undefined) return []
    const tags = parameterTagsOf(place).get(version.Name) ?? new Map<string, string>()
    return filters.every((filter) => filter === label || passes({ version, tags }, filter)) ? [version] : []
  })

const isLabelled = (place: Place, version: ParameterVersion, labels: readonly string[]): boolean =>
  labelsOf(place)
    .get(version)
    ?.some((label) => labels.includes(label)) === true

function remove(place: Place, name: string): boolean {
  parameterTagsOf(place).delete(name)
  return parametersOf(place).delete(name)
}

function shown({ version, name, selector }: Asked, isDecrypted: boolean | undefined, place: Place) {
  const { Type, Value, Version, LastModifiedDate, DataType } = decrypted(version, isDecrypted)
  const ARN = parameterArn(place, version.Name)
  return { Name: name, Type, Value, Version, Selector: selector, LastModifiedDate, ARN, DataType }
}
