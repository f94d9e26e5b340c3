import type { ParameterStringFilter } from '@aws-sdk/client-ssm'
import { AwsError } from '../world/aws-error.ts'
import type { ParameterVersion, Tags } from './parameter-versions.ts'
import { validation } from './parameter-name.ts'

/** A parameter as filters look at it. */
type Looked = { readonly version: ParameterVersion; readonly tags: Tags }

type Filter = { readonly key: string; readonly option: string; readonly values: readonly string[] }

export type Filters = readonly Filter[]

/** What may be filtered by, and which of it AWS tells. */
type Keys = { readonly told: readonly string[]; readonly more: readonly string[] }

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  Name: ['BeginsWith', 'Equals', 'Contains'],
  Path: ['Recursive', 'OneLevel'],
}
const TOLD: Readonly<Record<string, string>> = { Name: 'BeginsWith, Equals', Path: 'Recursive, OneLevel' }

const VALUES: Readonly<Record<string, readonly string[]>> = {
  Type: ['String', 'StringList', 'SecureString'],
  Tier: ['Standard', 'Advanced', 'Intelligent-Tiering'],
}

/** The filters of DescribeParameters or, of fewer keys, of GetParametersByPath. @throws ValidationException, InvalidFilterKey, InvalidFilterOption, InvalidFilterValue */
export function checkedFilters(given: readonly ParameterStringFilter[], keys: Keys): Filters {
  const seen = new Set<string>()
  return given.map(({ Key: key = '', Option, Values: values = [] }) => {
    if (![...keys.told, ...keys.more].includes(key.startsWith('tag:') ? 'tag:' : key))
      throw error(
        'InvalidFilterKey',
        `The following filter key is not valid: ${key}. Valid filter keys include: [${keys.told.join(', ')}].`,
      )
    if (seen.has(key))
      throw validation(
        `The following filter is duplicated in the request: ${key}. A request can contain only one occurrence of a specific filter.`,
      )
    seen.add(key)
    if (values.length === 0 && !key.startsWith('tag:'))
      throw error('InvalidFilterValue', `The following filter values are missing : null for filter key ${key}`)
    const [first = ''] = OPTIONS[key] ?? ['Equals']
    const option = Option ?? (key === 'Path' ? 'OneLevel' : key === 'Name' ? 'Equals' : first)
    const options = OPTIONS[key] ?? ['BeginsWith', 'Equals']
    if (key === 'Path') for (const value of values) checkPath(value)
    if (!options.includes(option))
      throw error(
        'InvalidFilterOption',
        `The following filter option is not valid: ${option}. Valid options include: [${TOLD[key] ?? options.join(', ')}].`,
      )
    const wrong = option === 'Equals' ? values.find((value) => VALUES[key]?.includes(value) === false) : undefined
    if (wrong !== undefined)
      throw error(
        'InvalidFilterValue',
        `The following filter value is not valid: ${wrong}. Valid values include: [${VALUES[key]?.join(', ')}].`,
      )
    return { key, option, values }
  })
}

/** @throws ValidationException */
export function checkPath(path: string): void {
  if (/^\/(aws|ssm)(\/|$)/i.test(path))
    throw validation(`Filters for common parameters can't be prefixed with "aws" or "ssm" (case-insensitive).`)
  if (!/^\/([\w.-]+\/)*([\w.-]+)?$/.test(path))
    throw validation(
      `The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can't be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.`,
    )
}

/** A filter's values are alternatives; of tags, without values, that there is one. */
export function passes({ version, tags }: Looked, { key, option, values }: Filter): boolean {
  if (key === 'Path') return values.some((path) => isBelow(version.Name, path, option === 'Recursive'))
  if (key === 'Name')
    return values.some((value) =>
      compare(option, slashed(version.Name), value.startsWith('/') || option === 'Contains' ? value : `/${value}`),
    )
  const actual = key.startsWith('tag:') ? tags.get(key.slice(4)) : FIELDS[key]?.(version)
  return actual !== undefined && (values.length === 0 || values.some((value) => compare(option, actual, value)))
}

const FIELDS: Readonly<Record<string, (version: ParameterVersion) => string | undefined>> = {
  Type: ({ Type }) => Type,
  KeyId: ({ KeyId }) => KeyId,
  Tier: ({ Tier }) => Tier,
  DataType: ({ DataType }) => DataType,
}

function compare(option: string, actual: string, value: string): boolean {
  if (option === 'BeginsWith') return actual.startsWith(value)
  return option === 'Contains' ? actual.includes(value) : actual === value
}

/** Whether a name is in a path: `/a` holds `/a/b`, and of its levels below only where they are asked for. `/` holds what has no slash. */
export function isBelow(name: string, path: string, recursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`
  const full = slashed(name)
  return full.startsWith(prefix) && full !== prefix && (recursive || !full.slice(prefix.length).includes('/'))
}

const slashed = (name: string): string => (name.startsWith('/') ? name : `/${name}`)

const error = (code: string, message: string): AwsError => new AwsError(code, 400, message)
