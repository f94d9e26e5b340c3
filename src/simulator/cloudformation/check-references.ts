import { resourcesIn, referencesOf, type Reference } from './references.ts'
import { formatError, templateError } from './template-error.ts'
import type { Template } from './template-shape.ts'

const PSEUDO = ['AccountId', 'NotificationARNs', 'NoValue', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map(
  (name) => `AWS::${name}`,
)

/** Whether all that a template's functions name is in it. @throws ValidationError */
export function checkReferences(template: Template): void {
  checkConditions(template)
  checkResources(template)
  checkOutputs(template)
}

function checkConditions(template: Template): void {
  const { Conditions = {} } = template
  const references = Object.values(Conditions).flatMap((condition) => referencesOf(condition))
  const resources = unique(references.filter(({ kind, name }) => kind === 'get-att' || (kind === 'ref' && !isValue(template, name))))
  if (resources.length > 0)
    throw formatError(
      `Unresolved dependencies [${resources.join(', ')}]. Cannot reference resources in the Conditions block of the template`,
    )
  checkNamed(template, references)
  const circle = Object.keys(Conditions).find((name) => leadsBack(Conditions, name))
  if (circle !== undefined) throw formatError(`Circular dependency between conditions: [${circle}]`)
}

function leadsBack(conditions: Readonly<Record<string, unknown>>, start: string): boolean {
  const seen = new Set<string>()
  const open = [start]
  for (let name = open.pop(); name !== undefined; name = open.pop())
    for (const { kind, name: next } of referencesOf(conditions[name])) {
      if (kind !== 'condition') continue
      if (next === start) return true
      if (!seen.has(next)) open.push(next)
      seen.add(next)
    }
  return false
}

function checkResources(template: Template): void {
  const resources = Object.values(template.Resources)
  const references = resources.flatMap(({ Properties }) => referencesOf(Properties))
  const dependsOn = resources.flatMap(({ DependsOn = [] }) => DependsOn).filter((name) => !Object.hasOwn(template.Resources, name))
  checkBlock(template, 'Resources', references, dependsOn)
  checkUse(template, 'Resources', template.Resources)
}

function checkOutputs(template: Template): void {
  const { Outputs = {} } = template
  checkBlock(
    template,
    'Outputs',
    Object.values(Outputs).flatMap(({ Value, Export }) => referencesOf([Value, Export])),
    [],
  )
  checkUse(template, 'Outputs', Outputs)
  for (const { Export } of Object.values(Outputs))
    if (resourcesIn(Export, template.Resources).length > 0) throw formatError('Output Export Names cannot depend on any resources.')
}

type Block = 'Resources' | 'Outputs'

function checkBlock(template: Template, block: Block, references: readonly Reference[], dependsOn: readonly string[]): void {
  const unresolved = references.filter(
    ({ kind, name }) => kind === 'ref' && !isValue(template, name) && !Object.hasOwn(template.Resources, name),
  )
  const names = [...new Set([...dependsOn, ...unique(unresolved)])]
  if (names.length > 0) throw unresolvedIn(block, names)
  for (const reference of references)
    if (reference.kind === 'get-att' && !Object.hasOwn(template.Resources, reference.name)) throw undefinedResource(reference)
  checkNamed(template, references)
}

/** What AWS says of resources that are not there: not in the template, or left out by their condition */
const unresolvedIn = (block: Block, names: readonly string[]) =>
  formatError(`Unresolved resource dependencies [${names.join(', ')}] in the ${block} block of the template`)

const undefinedResource = ({ name, attribute, by }: Extract<Reference, { kind: 'get-att' }>) =>
  templateError(
    by === 'Fn::Sub'
      ? `instance of Fn::Sub references invalid resource attribute ${name}.${attribute}`
      : `instance of Fn::GetAtt references undefined resource ${name}`,
  )

/** Conditions and mappings that functions name. */
function checkNamed({ Conditions = {}, Mappings = {} }: Template, references: readonly Reference[]): void {
  for (const reference of references) {
    const { kind, name } = reference
    if (kind === 'condition' && !Object.hasOwn(Conditions, name))
      throw templateError(`unresolved condition dependency ${name} in ${reference.by}`)
    if (kind === 'mapping' && !Object.hasOwn(Mappings, name))
      throw templateError(`Mapping named '${name}' is not present in the 'Mappings' section of template.`)
  }
}

/** Conditions that resources and outputs are made under. */
function checkUse({ Conditions = {} }: Template, block: Block, members: Readonly<Record<string, { readonly Condition?: string }>>): void {
  for (const { Condition } of Object.values(members))
    if (Condition !== undefined && !Object.hasOwn(Conditions, Condition))
      throw formatError(`Unresolved condition dependency ${Condition} in the ${block} block of the template`)
}

const isValue = ({ Parameters = {} }: Template, name: string): boolean => Object.hasOwn(Parameters, name) || PSEUDO.includes(name)

const unique = (references: readonly Reference[]): readonly string[] => [...new Set(references.map(({ name }) => name))]
