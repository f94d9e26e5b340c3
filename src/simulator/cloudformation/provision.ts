import type { ResourceStatus } from '@aws-sdk/client-cloudformation'
import { validationError } from '../world/aws-error.ts'
import { randomText } from '../world/random.ts'
import type { Place } from '../world/world.ts'
import type { Author } from './author.ts'
import { isReplaced, same } from './changes.ts'
import { checkExports } from './exports.ts'
import { resolve, type Scope } from './intrinsics.ts'
import { outputsOf } from './outputs.ts'
import { checkAttributes } from './check-attributes.ts'
import type { Naming, Properties, ResourceType } from './resource-type.ts'
import { typeOf } from './resource-types.ts'
import { inOrder, scopeOf, wantedResources } from './scope.ts'
import { messageOf, noteResource, type Plan, type Stack } from './state.ts'

/** Make or change whatever the plan has and the stack has not so; then its outputs. Rejects where something cannot be made. */
export async function provision(author: Author, stack: Stack, plan: Plan): Promise<void> {
  const { place } = author
  const imports = new Set<string>()
  const bare = scopeOf(place, stack, plan)
  const scope: Scope = { ...bare, imported: (name) => (imports.add(name), bare.imported(name)) }
  const wanted = wantedResources(plan.template, scope)
  checkAttributes(scope, wanted)
  for (const logicalId of inOrder(plan.template, wanted)) await provisionOne(author, stack, scope, logicalId)
  const outputs = outputsOf(scope)
  checkExports(place, stack, outputs)
  Object.assign(stack, { outputs, imports })
}

async function provisionOne(author: Author, stack: Stack, scope: Scope, logicalId: string): Promise<void> {
  const { place } = author
  const { Type, Properties = {}, Metadata = {}, DeletionPolicy, UpdateReplacePolicy } = scope.template.Resources[logicalId] ?? { Type: '' }
  const policies = { DeletionPolicy, UpdateReplacePolicy }
  const type = typeOf(Type)
  const properties = resolve(Properties, scope) as Properties
  const metadata = resolve(Metadata, scope)
  const present = stack.resources.get(logicalId)
  if (present !== undefined) present.policies = policies
  const isSame = present !== undefined && same(properties, present.properties)
  if (isSame && same(metadata, present.metadata)) return
  const change = (status: ResourceStatus, physicalId: string, reason?: string): void =>
    noteResource(place, stack, { logicalId, type: Type, status, physicalId, reason, properties })
  const verb = present === undefined ? 'CREATE' : 'UPDATE'
  const keep = present !== undefined && (isSame || !isReplaced(type, present.properties, properties))
  change(
    `${verb}_IN_PROGRESS`,
    present?.physicalId ?? '',
    present === undefined || keep ? undefined : 'Requested update requires the creation of a new physical resource; hence creating one.',
  )
  try {
    if (present !== undefined && !keep) checkName(type, present.properties, properties)
    const made = isSame
      ? present
      : await (keep ? type.update(author, properties, present) : type.create(author, properties, naming(place, stack, logicalId)))
    if (!keep) change(`${verb}_IN_PROGRESS`, made.physicalId, 'Resource creation Initiated')
    const { physicalId, attributes } = made
    const status: ResourceStatus = `${verb}_COMPLETE`
    stack.resources.set(logicalId, {
      physicalId,
      attributes,
      type: Type,
      properties,
      metadata,
      updated: place.clock.now(),
      status,
      policies,
    })
    if (present !== undefined && !keep) stack.replaced.push({ logicalId, resource: present })
    change(status, physicalId)
  } catch (error) {
    change(`${verb}_FAILED`, present?.physicalId ?? '', messageOf(error))
    throw validationError(`The following resource(s) failed to ${verb.toLowerCase()}: [${logicalId}]. `)
  }
}

/** Two cannot bear the same name, and the new one is made before the old one goes. */
function checkName({ customName = '' }: ResourceType, before: Properties, after: Properties): void {
  const name = after[customName]
  if (typeof name === 'string' && name === before[customName])
    throw validationError(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
    )
}

function naming(place: Place, { name: stackName }: Stack, logicalId: string): Naming {
  const suffix = randomText(place.random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 12)
  return {
    uniqueName: (maximum) => `${`${stackName}-${logicalId}`.slice(0, maximum - suffix.length - 1)}-${suffix}`,
    parameterName: `CFN-${logicalId}-${suffix}`,
  }
}
