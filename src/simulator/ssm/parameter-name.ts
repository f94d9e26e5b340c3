import { AwsError } from '../world/aws-error.ts'
import type { Place } from '../world/world.ts'
import { labelsOf } from './parameter-labels.ts'
import { parametersOf, type ParameterVersion } from './parameter-versions.ts'

/** A version of a parameter that was asked for, and how: the name as it was given, and `:3` where a version was. */
export type Asked = { readonly version: ParameterVersion; readonly name: string; readonly selector: string | undefined }

const IN_A_PATH = `If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`

export const validation = (message: string): AwsError => new AwsError('ValidationException', 400, message)

/** AWS keeps parameters of its own (`/aws/service/…`: images, Regions) and reads secrets by such names: on AWS they are there. @throws ValidationException for them */
export function refuseOfAws(name: string): void {
  if (/^\/?aws\/(service|reference)(\/|$)/.test(name))
    throw validation(`The simulator does not know the parameters of AWS itself, nor secrets: ${name}.`)
}

/** A parameter by its name, its ARN, or either with `:version` or `:label`. @throws ParameterNotFound, ParameterVersionNotFound, ValidationException */
export function find(place: Place, given: string): Asked {
  refuseOfAws(given)
  const { name, selectors } = parsed(place, given)
  const versions = parametersOf(place).get(keyOf(place, name))
  const [selector, ...more] = selectors
  if (versions === undefined || more.length > 0) throw new AwsError('ParameterNotFound', 400, '')
  const version =
    selector === undefined
      ? versions.at(-1)
      : versions.find((each) => String(each.Version) === selector || labelsOf(place).get(each)?.includes(selector) === true)
  if (version === undefined)
    throw new AwsError(
      'ParameterVersionNotFound',
      400,
      `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`,
    )
  return { version, name, selector: selector === undefined ? undefined : `:${selector}` }
}

/** A name of one level is the same with a slash before it and without one. Gives the name that the parameter was made with. */
export function keyOf(place: Place, name: string): string {
  const other = name.startsWith('/') ? name.slice(1) : `/${name}`
  return parametersOf(place).has(name) || other.slice(1).includes('/') || !parametersOf(place).has(other) ? name : other
}

function parsed(place: Place, given: string): { readonly name: string; readonly selectors: readonly string[] } {
  const arn = `arn:aws:ssm:${place.region}:${place.accountId}:parameter`
  if (given.startsWith('arn:') && !given.startsWith(`${arn}/`)) throw new AwsError('ParameterNotFound', 400, '')
  const [name = '', ...selectors] = (given.startsWith('arn:') ? given.slice(arn.length) : given).split(':')
  if (!given.startsWith('arn:')) checkForm(name)
  return { name: given.startsWith('arn:') ? keyOf(place, name) : name, selectors }
}

function checkForm(name: string): void {
  const isPath = name.includes('/')
  if (!/^[\w./-]+$/.test(name) || name.includes('//') || name.endsWith('/') || (isPath && !name.startsWith('/')))
    throw validation(`Parameter name: can't be prefixed with "ssm" (case-insensitive). ${IN_A_PATH}`)
}

const LEVELS = 15

/** What a new parameter may be called. @throws ValidationException, HierarchyLevelLimitExceededException */
export function checkNewName(name: string): void {
  if (/^\/aws/i.test(name)) throw new AwsError('AccessDeniedException', 400, `No access to reserved parameter name: ${name}.`)
  if (/^(aws|ssm)/i.test(name)) throw validation('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).')
  if (/^\/ssm/i.test(name)) throw validation(`Parameter name: can't be prefixed with "ssm" (case-insensitive). ${IN_A_PATH}`)
  checkForm(name)
  if (name.split('/').length - 1 > LEVELS)
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      400,
      `A hierarchy can have a maximum of ${LEVELS} levels. For more information, see Requirements and constraints for parameter names.`,
    )
}
