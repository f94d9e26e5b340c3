import { CfnParameter, Token, type CfnParameterProps, type Stack } from 'aws-cdk-lib'
import type { ParameterDefinition, Taken } from './parameters.ts'

export type Definitions = Readonly<Record<string, ParameterDefinition>>

/** Make the parameters of a template. @returns what gives the value of each by its name */
export function parameterValues<D extends Definitions>(stack: Stack, definitions: D): (name: keyof D & string) => CfnParameter['value'] {
  const made = new Map(Object.entries(definitions).map(([name, definition]) => [name, parameter(stack, name, definition)]))
  return (name) => {
    const found = made.get(name)
    if (found === undefined) throw new Error(`There is no parameter ${name}.`)
    return found.value
  }
}

const parameter = (stack: Stack, name: string, { description, ...taken }: ParameterDefinition): CfnParameter =>
  new CfnParameter(stack, name, { description, ...constraints(taken) })

function constraints(taken: Taken): CfnParameterProps {
  switch (taken.kind) {
    case 'number':
      return { type: 'Number', default: taken.default, minValue: taken.least, maxValue: taken.most }
    case 'number-of':
      // The CDK hands them on as they are, and a number is one of numbers.
      return { type: 'Number', default: taken.default, allowedValues: [...taken.values] as readonly unknown[] as string[] }
    case 'flag':
      return { type: 'String', default: taken.default, allowedValues: ['true', 'false'] }
    case 'one-of':
      return { type: 'String', default: taken.default, allowedValues: [...taken.values] }
    case 'text':
      return { type: 'String', default: taken.default, ...spelling(taken) }
    case 'said':
      return { type: 'String', ...spelling(taken) }
  }
}

const spelling = ({ pattern, must }: { readonly pattern: string; readonly must: string }): Partial<CfnParameterProps> => ({
  allowedPattern: pattern,
  constraintDescription: `must ${must}`,
})

/** A token stands for any of the values that the parameter allows. */
export const tokenOf = <T extends string>(value: CfnParameter['value']): T => Token.asString(value) as T

/** How the console groups the parameters. */
export function consoleLayout(definitions: Definitions): object {
  const all = Object.entries(definitions)
  const groups = [...new Set(all.map(([, { group }]) => group))]
  const membersOf = (wanted: string): readonly string[] => all.filter(([, { group }]) => group === wanted).map(([name]) => name)
  return {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: groups.map((label) => ({ Label: { default: label }, Parameters: membersOf(label) })),
    },
  }
}
