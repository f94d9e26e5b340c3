import type { ResourceStatus } from '@aws-sdk/client-cloudformation'
import { validationError } from '../world/aws-error.ts'
import { randomText } from '../world/random.ts'
import type { Place } from '../world/world.ts'
import type { Author } from './author.ts'
import { isReplaced, same } from './changes.ts'
import { resolve, type Scope } from './intrinsics.ts'
import type { Naming, Properties, ResourceType } from './resource-type.ts'
import { typeOf } from './resource-types.ts'
import { inOrder, scopeOf, wantedResources } from './scope.ts'
import { messageOf, noteResource, type Plan, type Stack } from './state.ts'

/** Make or change whatever the plan has and the stack has not so. */
export async function provision(author: Author, stack: Stack, plan: Plan): Promise<void> {
  const scope = scopeOf(author.place, stack, plan)
  for (const logicalId of inOrder(plan.template, wantedResources(plan.template, scope))) await provisionOne(author, stack, scope, logicalId)
}

async function provisionOne(author: Author, stack: Stack, scope: Scope, logicalId: string): Promise<void> {
  const { place } = author
  const { Type, Properties = {}, DeletionPolicy, UpdateReplacePolicy } = scope.template.Resources[logicalId] ?? { Type: '' }
  const policies = { DeletionPolicy, UpdateReplacePolicy }
  const type = typeOf(Type)
  const properties = resolve(Properties, scope) as Properties
  const present = stack.resources.get(logicalId)
  if (present !== undefined) present.policies = policies
  if (present !== undefined && same(properties, present.properties)) return
  const change = (status: ResourceStatus, physicalId: string, reason?: string): void =>
    noteResource(place, stack, { logicalId, type: Type, status, physicalId, ...(reason === undefined ? {} : { reason }) })
  const verb = present === undefined ? 'CREATE' : 'UPDATE'
  change(`${verb}_IN_PROGRESS`, present?.physicalId ?? '')
  try {
    const keep = present !== undefined && !isReplaced(type, present.properties, properties)
    if (present !== undefined && !keep) checkName(type, present.properties, properties)
    const made = await (keep ? type.update(author, properties, present) : type.create(author, properties, naming(place, stack, logicalId)))
    stack.resources.set(logicalId, { ...made, type: Type, properties, updated: place.clock.now(), status: `${verb}_COMPLETE`, policies })
    if (present !== undefined && !keep) stack.replaced.push({ logicalId, resource: present })
    change(`${verb}_COMPLETE`, made.physicalId)
  } catch (error) {
    change(`${verb}_FAILED`, present?.physicalId ?? '', messageOf(error))
    throw validationError(`The following resource(s) failed to ${verb.toLowerCase()}: [${logicalId}]. ${messageOf(error)}`)
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
  return { uniqueName: (maximum) => `${`${stackName}-${logicalId}`.slice(0, maximum - suffix.length - 1)}-${suffix}` }
}
