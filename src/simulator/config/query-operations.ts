import { SelectAggregateResourceConfig$, type SelectAggregateResourceConfigRequest } from '@aws-sdk/client-config-service'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { RESOURCES, type Resource } from './aggregated-resources.ts'
import { requireAggregator } from './aggregators.ts'
import { invalidExpression, parseExpression, type Expression } from './expression.ts'
import { page } from './paging.ts'

const TYPES = [...RESOURCES.keys()].map((type) => `resourceType = '${type}'`).join(' or ')

/** Advanced queries over what an aggregator has. */
export const queryOperations = [
  operation(
    SelectAggregateResourceConfig$,
    ['Expression', 'ConfigurationAggregatorName', 'Limit', 'MaxResults', 'NextToken'],
    ({ Expression = '', ConfigurationAggregatorName, Limit, MaxResults, NextToken }: SelectAggregateResourceConfigRequest, { place }) => {
      if (Limit !== undefined && MaxResults !== undefined)
        throw new AwsError('InvalidLimitException', 400, 'The simulator takes Limit or MaxResults, which mean the same, and not both.')
      const aggregator = requireAggregator(place, ConfigurationAggregatorName)
      const expression = parseExpression(Expression)
      const { properties, conditions } = expression
      const found = resourcesOf(expression)
        .resources(place, aggregator)
        .filter((resource) => conditions.every(({ property, value }) => valuesAt(resource, property.split('.')).includes(value)))
      const { items, ...rest } = page(found, { Limit: MaxResults ?? Limit, NextToken }, { initial: 25, maximum: 100 })
      return {
        Results: items.map((resource) => JSON.stringify(properties.reduce((into, each) => select(resource, each.split('.'), into), {}))),
        QueryInfo: { SelectFields: properties.map((Name) => ({ Name })) },
        ...rest,
      }
    },
  ),
]

/** @throws InvalidExpressionException for what is asked of no type, of two, or of one that is not known here, and for a property that it has not */
function resourcesOf({ properties, conditions }: Expression) {
  const types = new Set(conditions.flatMap(({ property, value }) => (property === 'resourceType' ? [value] : [])))
  const [type = '', ...others] = types
  const found = RESOURCES.get(type)
  if (found === undefined || others.length > 0) throw invalidExpression(`The simulator knows expressions with ${TYPES} alone.`)
  const unknown = [...properties, ...conditions.map(({ property }) => property)].find((each) => !found.properties.includes(each))
  if (unknown !== undefined) throw invalidExpression(`The simulator does not know ${unknown} of ${type}.`)
  return found
}

type Value = Resource[string]

/** What is at a path, of a list what is there in each of its items: a condition holds where one of them has the value. */
function valuesAt(value: Value | undefined, [step, ...rest]: readonly string[]): readonly unknown[] {
  if (value === undefined || step === undefined) return [value]
  if (isList(value)) return value.flatMap((each) => valuesAt(each, [step, ...rest]))
  return typeof value === 'string' ? [] : valuesAt(value[step], rest)
}

/** Put what a resource has at a path into a copy of what is taken of it already. */
function select(resource: Resource, [step = '', ...rest]: readonly string[], into: Resource): Resource {
  const value = resource[step]
  if (value === undefined) return into
  if (rest.length === 0 || typeof value === 'string') return { ...into, [step]: value }
  const taken = into[step]
  if (isList(value)) {
    const before = isList(taken) ? taken : []
    return { ...into, [step]: value.map((each, index) => select(each, rest, before[index] ?? {})) }
  }
  return { ...into, [step]: select(value, rest, typeof taken === 'object' && !isList(taken) ? taken : {}) }
}

const isList = (value: Value | undefined): value is readonly Resource[] => Array.isArray(value)
