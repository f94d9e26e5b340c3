import { AwsError } from '../world/aws-error.ts'
import type { Place } from '../world/world.ts'
import { conditionHolds, references, type Scope } from './intrinsics.ts'
import type { Plan, Stack } from './state.ts'
import type { Template } from './template-shape.ts'

export function scopeOf({ accountId, region }: Place, stack: Stack, { template, parameters }: Plan): Scope {
  const pseudo = new Map([
    ['AWS::AccountId', accountId],
    ['AWS::Region', region],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', stack.name],
    ['AWS::StackId', stack.id],
  ])
  return { template, parameters, pseudo, resources: stack.resources, conditions: new Map() }
}

export function wantedResources({ Resources }: Template, scope: Scope): readonly string[] {
  return Object.entries(Resources)
    .filter(([, { Condition }]) => Condition === undefined || conditionHolds(Condition, scope))
    .map(([logicalId]) => logicalId)
}

/** Resources after those that they refer to or depend on. @throws ValidationError for a circle */
export function inOrder(template: Template, wanted: readonly string[]): readonly string[] {
  const done: string[] = []
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (done.includes(logicalId)) return
    if (path.includes(logicalId)) throw new AwsError('ValidationError', 400, `Circular dependency between resources: [${path.join(', ')}]`)
    const { Properties = {}, DependsOn = [] } = template.Resources[logicalId] ?? {}
    const needed = [...references(Properties, template), ...(typeof DependsOn === 'string' ? [DependsOn] : DependsOn)]
    for (const other of needed.filter((id) => wanted.includes(id))) visit(other, [...path, logicalId])
    done.push(logicalId)
  }
  for (const logicalId of wanted) visit(logicalId, [])
  return done
}
