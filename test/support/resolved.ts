import { parse, type CollectionTag, type ScalarTag } from 'yaml'

/** A template as one stack has it: conditions decided, parameters filled in. What only CloudFormation can know stays a reference. */
export type Resolved = {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Parameters: Readonly<Record<string, Parameter>>
  readonly Conditions: Readonly<Record<string, unknown>>
  readonly Metadata: Readonly<Record<string, unknown>>
}

export type Resource = {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
  readonly Condition?: string
  readonly DependsOn?: readonly string[]
}

export type Parameter = {
  readonly Type: string
  /** Missing where whoever deploys must say it. */
  readonly Default?: string | number
  readonly Description: string
  readonly AllowedValues?: readonly (string | number)[]
  readonly AllowedPattern?: string
  readonly ConstraintDescription?: string
  readonly MinValue?: number
  readonly MaxValue?: number
}

type Values = Readonly<Record<string, string>>

/** Read a template, whatever its size; this reader and the one below know nothing of the simulator's. */
export const readTemplate = (body: string): Resolved => parse(body, { customTags: TAGS }) as Resolved

const TAGS = ['Ref', 'GetAtt', 'Sub', 'If', 'Equals', 'Not', 'Select', 'Split'].flatMap((name): (ScalarTag | CollectionTag)[] => {
  const key = name === 'Ref' ? name : `Fn::${name}`
  return [
    { tag: `!${name}`, resolve: (text) => ({ [key]: name === 'GetAtt' ? text.split('.') : text }) },
    { tag: `!${name}`, collection: 'seq', resolve: (list) => ({ [key]: Object(list).toJSON() as unknown }) },
  ]
})

/** The template with these values of its parameters, and for the others their defaults. */
export function resolved(template: Resolved, given: Values = {}): Resolved {
  const defaults = Object.entries(template.Parameters).flatMap(([name, { Default }]) =>
    Default === undefined ? [] : [[name, String(Default)] as const],
  )
  const values: Values = { 'AWS::Region': 'us-east-1', ...Object.fromEntries(defaults), ...given }
  const holds = (name: string): boolean => valueOf(template.Conditions[name], values, holds) === true
  const Resources = Object.entries(template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || holds(Condition))
    .map(([name, resource]) => [name, valueOf(resource, values, holds)])
  return { ...template, Resources: Object.fromEntries(Resources) as Resolved['Resources'] }
}

const NOTHING = Symbol('AWS::NoValue')

function valueOf(expression: unknown, values: Values, holds: (name: string) => boolean): unknown {
  const again = (each: unknown): unknown => valueOf(each, values, holds)
  if (Array.isArray(expression)) return expression.map(again).filter((each) => each !== NOTHING)
  if (typeof expression !== 'object' || expression === null) return expression
  const [[key, argument] = ['', undefined]] = Object.entries(expression) as [string, unknown][]
  const list = Array.isArray(argument) ? (argument as unknown[]) : [argument]
  switch (key) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? NOTHING : (values[String(argument)] ?? expression)
    case 'Fn::Sub':
      return Array.isArray(argument)
        ? { ...expression, 'Fn::Sub': [String(list[0]), again(list[1])] }
        : substituted(expression, String(argument), values)
    case 'Fn::If':
      return again(holds(String(list[0])) ? list[1] : list[2])
    case 'Fn::Equals':
      return again(list[0]) === again(list[1])
    case 'Fn::Not':
      return again(list[0]) !== true
    case 'Fn::Split':
      return String(again(list[1])).split(String(list[0]))
    case 'Fn::Select':
      return (again(list[1]) as unknown[])[Number(list[0])]
    default: {
      const entries = Object.entries(expression).map(([name, value]) => [name, again(value)] as const)
      return Object.fromEntries(entries.filter(([, value]) => value !== NOTHING))
    }
  }
}

/** Plain text where everything in it is known. */
function substituted(expression: object, text: string, values: Values): unknown {
  const filled = text.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => (name.startsWith('AWS::') ? whole : (values[name] ?? whole)))
  return filled.includes('${') ? { ...expression, 'Fn::Sub': filled } : filled
}
