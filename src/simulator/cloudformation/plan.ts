import type { Parameter, Tag } from '@aws-sdk/client-cloudformation'
import type { Place } from '../world/world.ts'
import { AwsError, validationError } from '../world/aws-error.ts'
import type { Author } from './author.ts'
import { neededCapabilities } from './capabilities.ts'
import { refuseDynamicReferences } from './dynamic-references.ts'
import { KNOWN_AFTER_APPLY, resolve } from './intrinsics.ts'
import { checkOutputs } from './outputs.ts'
import { lookedUp, parameterValues } from './parameters.ts'
import { typeOf } from './resource-types.ts'
import { scopeWith, wantedResources } from './scope.ts'
import { uploadsOf, type Plan, type Stack } from './state.ts'
import { checkedTags } from './tags.ts'
import { BODY_BYTES, parseTemplate, UPLOADED_BYTES, type Template } from './template.ts'

type Request = {
  readonly StackName?: string | undefined
  readonly TemplateBody?: string | undefined
  readonly TemplateURL?: string | undefined
  readonly UsePreviousTemplate?: boolean | undefined
  readonly Parameters?: Parameter[] | undefined
  readonly Capabilities?: string[] | undefined
  readonly Tags?: Tag[] | undefined
}

/** The members of a request that say what is to be made. */
export const PLAN = [
  'TemplateBody',
  'TemplateURL',
  'Parameters[].ParameterKey',
  'Parameters[].ParameterValue',
  'Parameters[].UsePreviousValue',
  'Capabilities',
  'RoleARN',
  'DeploymentConfig.Mode=STANDARD',
  'DeploymentConfig.DisableRollback=false',
] as const

/** What a request asks for, checked: nothing of it has been made. @throws ValidationError, InsufficientCapabilitiesException */
export async function planOf(author: Author, request: Request, before: Stack | undefined): Promise<Plan> {
  const { Parameters = [], Capabilities = [], Tags } = request
  const { templateBody, maximum } = textOf(author.place, request, before)
  const template = parseTemplate(templateBody, maximum)
  refuseDynamicReferences(template)
  const parameters = parameterValues(template, Parameters, before?.plan.parameters ?? new Map())
  for (const { Type } of Object.values(template.Resources)) typeOf(Type)
  checkCapabilities(template, Capabilities)
  const plan: Plan = {
    template,
    templateBody,
    parameters,
    values: await lookedUp(author, template, parameters),
    capabilities: Capabilities,
    tags: Tags === undefined ? (before?.plan.tags ?? []) : checkedTags(Tags),
  }
  checkWanted(author.place, before ?? { name: request.StackName ?? '', id: '' }, plan)
  return plan
}

type Text = { readonly templateBody: string; readonly maximum: number }

function textOf(place: Place, { TemplateBody, TemplateURL, UsePreviousTemplate }: Request, before: Stack | undefined): Text {
  if (UsePreviousTemplate === true && (TemplateBody ?? TemplateURL) !== undefined)
    throw validationError('You cannot specify both usePreviousTemplate and Template Body/Template URL.')
  if (UsePreviousTemplate === true && before !== undefined) return { templateBody: before.plan.templateBody, maximum: UPLOADED_BYTES }
  return given(place, { TemplateBody, TemplateURL })
}

/** The text that a request brings. There is no S3 here: templates are uploaded with `Simulator.upload`. @throws ValidationError */
export function given(place: Place, { TemplateBody, TemplateURL }: Pick<Request, 'TemplateBody' | 'TemplateURL'>): Text {
  if (TemplateBody !== undefined && TemplateURL !== undefined)
    throw validationError('You cannot specify both Template Body and Template URL.')
  if (TemplateBody !== undefined) return { templateBody: TemplateBody, maximum: BODY_BYTES }
  if (TemplateURL === undefined) throw validationError('Either Template URL or Template Body must be specified.')
  const templateBody = uploadsOf(place).get(TemplateURL)
  if (templateBody !== undefined) return { templateBody, maximum: UPLOADED_BYTES }
  const [, bucket] = /^s3:\/\/([^/]*)/.exec(TemplateURL) ?? []
  if (bucket !== undefined) throw validationError(`S3 error: Domain name specified in ${bucket} is not a valid S3 domain`)
  if (!/^https:\/\/[^/]*\bs3\b[^/]*\.amazonaws\.com/.test(TemplateURL)) throw validationError('TemplateURL must be a supported URL.')
  throw validationError('S3 error: Access Denied')
}

/** What is made under the conditions that hold refers to nothing that they leave out, and to nothing that a mapping has not. @throws ValidationError */
function checkWanted(place: Place, identity: Pick<Stack, 'name' | 'id'>, plan: Plan): void {
  const wanted: readonly string[] = wantedResources(
    plan.template,
    scopeWith(place, identity, plan, () => 'to-be-made'),
  )
  const scope = {
    ...scopeWith(place, identity, plan, (logicalId) => (wanted.includes(logicalId) ? 'to-be-made' : undefined)),
    // Whether there is such an export shows when the stack is made.
    imported: () => KNOWN_AFTER_APPLY,
  }
  for (const logicalId of wanted) {
    const { Properties, DependsOn = [] } = plan.template.Resources[logicalId] ?? {}
    resolve([Properties ?? {}, [DependsOn].flat().map((Ref) => ({ Ref }))], scope)
  }
  checkOutputs(scope, wanted)
}

function checkCapabilities(template: Template, capabilities: readonly string[]): void {
  const needed = neededCapabilities(template)
  const acknowledged = needed.every(
    (capability) => capabilities.includes(capability) || (capability === 'CAPABILITY_IAM' && capabilities.includes('CAPABILITY_NAMED_IAM')),
  )
  if (!acknowledged) throw new AwsError('InsufficientCapabilitiesException', 400, `Requires capabilities : [${needed.join(', ')}]`)
}
