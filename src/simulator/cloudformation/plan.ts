import type { Parameter } from '@aws-sdk/client-cloudformation'
import type { Place } from '../world/world.ts'
import { AwsError, validationError } from '../world/aws-error.ts'
import { parameterValues } from './parameters.ts'
import { typeOf } from './resource-types.ts'
import { inOrder } from './scope.ts'
import { stacksOf, uploadsOf, type Plan, type Stack } from './state.ts'
import { BODY_BYTES, parseTemplate, UPLOADED_BYTES } from './template.ts'

type Request = {
  readonly TemplateBody?: string | undefined
  readonly TemplateURL?: string | undefined
  readonly UsePreviousTemplate?: boolean | undefined
  readonly Parameters?: Parameter[] | undefined
  readonly Capabilities?: string[] | undefined
}

/** What a request asks for, checked. @throws ValidationError, InsufficientCapabilitiesException */
export function planOf(
  place: Place,
  { TemplateBody, TemplateURL, UsePreviousTemplate, Parameters = [], Capabilities = [] }: Request,
  before: Stack | undefined,
): Plan {
  const uploaded = TemplateURL === undefined ? undefined : uploadedTemplate(place, TemplateURL)
  const templateBody = UsePreviousTemplate === true ? before?.templateBody : (uploaded ?? TemplateBody)
  if (templateBody === undefined) throw validationError('Either Template URL or Template Body must be specified.')
  const template = parseTemplate(templateBody, templateBody === TemplateBody ? BODY_BYTES : UPLOADED_BYTES)
  inOrder(template, Object.keys(template.Resources))
  const needed = neededCapabilities(template)
  const acknowledged = needed.every(
    (capability) => Capabilities.includes(capability) || (capability === 'CAPABILITY_IAM' && Capabilities.includes('CAPABILITY_NAMED_IAM')),
  )
  if (!acknowledged) throw new AwsError('InsufficientCapabilitiesException', 400, `Requires capabilities : [${needed.join(', ')}]`)
  return {
    template,
    templateBody,
    parameters: parameterValues(template, Parameters, before?.parameters ?? new Map()),
    capabilities: Capabilities,
  }
}

/** There is no S3 here; templates are uploaded with `Simulator.upload`. */
function uploadedTemplate(place: Place, url: string): string {
  const body = uploadsOf(place).get(url)
  if (body === undefined) throw validationError('S3 error: Access Denied')
  return body
}

export const neededCapabilities = ({ Resources }: Plan['template']): readonly string[] => [
  ...new Set(Object.values(Resources).flatMap(({ Type, Properties = {} }) => typeOf(Type).capability?.(Properties) ?? [])),
]

/** The stack of that name that is not deleted, or by id any. */
export function findStack(place: Place, nameOrId = ''): Stack | undefined {
  const stacks = stacksOf(place)
  return stacks.get(nameOrId) ?? [...stacks.values()].find(({ name, status }) => name === nameOrId && status !== 'DELETE_COMPLETE')
}

/** @throws ValidationError */
export function requireStack(place: Place, nameOrId = ''): Stack {
  const stack = findStack(place, nameOrId)
  if (stack === undefined) throw validationError(`Stack with id ${nameOrId} does not exist`)
  return stack
}
