import { functionIn } from './function-names.ts'

/** Something that an expression of a template names. */
export type Reference =
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'get-att'; readonly name: string; readonly attribute: string; readonly by: 'Fn::GetAtt' | 'Fn::Sub' }
  | { readonly kind: 'condition'; readonly name: string; readonly by: 'Fn::If' | 'Condition' }
  | { readonly kind: 'mapping'; readonly name: string }

/** All that an expression names, whichever of its branches is taken. */
export function referencesOf(expression: unknown): readonly Reference[] {
  if (Array.isArray(expression)) return expression.flatMap((each) => referencesOf(each))
  if (typeof expression !== 'object' || expression === null) return []
  const call = functionIn(expression)
  const inside = Object.values(expression).flatMap((each) => referencesOf(each))
  return call === undefined ? inside : [...namedBy(call.name, call.argument), ...inside]
}

/** The resources among them. */
export const resourcesIn = (expression: unknown, resources: object): readonly string[] =>
  referencesOf(expression).flatMap(({ kind, name }) =>
    (kind === 'ref' || kind === 'get-att') && Object.hasOwn(resources, name) ? [name] : [],
  )

/** `Thing.Some.Attribute`, taken apart at its first dot. */
export function attributeOf(argument: unknown): { readonly name: string; readonly attribute: unknown } {
  if (Array.isArray(argument)) return { name: String(argument[0]), attribute: argument[1] }
  const text = String(argument)
  const dot = text.indexOf('.')
  return { name: text.slice(0, dot), attribute: text.slice(dot + 1) }
}

function namedBy(name: string, argument: unknown): readonly Reference[] {
  const [first] = [argument].flat() as readonly unknown[]
  switch (name) {
    case 'Ref':
      return [{ kind: 'ref', name: String(argument) }]
    case 'Condition':
      return [{ kind: 'condition', name: String(argument), by: 'Condition' }]
    case 'Fn::If':
      return [{ kind: 'condition', name: String(first), by: 'Fn::If' }]
    case 'Fn::FindInMap':
      return typeof first === 'string' ? [{ kind: 'mapping', name: first }] : []
    case 'Fn::GetAtt': {
      const { name: resource, attribute } = attributeOf(argument)
      return [{ kind: 'get-att', name: resource, attribute: typeof attribute === 'string' ? attribute : '', by: 'Fn::GetAtt' }]
    }
    case 'Fn::Sub':
      return substituted(String(first), Object(Array.isArray(argument) ? argument[1] : undefined) as object)
    default:
      return []
  }
}

const substituted = (text: string, given: object): readonly Reference[] =>
  placeholdersIn(text)
    .filter((placeholder) => !Object.hasOwn(given, placeholder))
    .map((placeholder) => {
      if (!placeholder.includes('.')) return { kind: 'ref', name: placeholder } as const
      const { name, attribute } = attributeOf(placeholder)
      return { kind: 'get-att', name, attribute: String(attribute), by: 'Fn::Sub' } as const
    })

/** The names in `${…}`; `${!…}` is text. */
export const placeholdersIn = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{([^}]*)\}/g)].map((match) => (match[1] ?? '').trim()).filter((name) => !name.startsWith('!'))
