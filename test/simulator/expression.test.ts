import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseExpression } from '../../src/simulator/config/expression.ts'
import { AwsError } from '../../src/simulator/world/aws-error.ts'
import { anyText } from '../support/any-text.ts'

const property = fc.stringMatching(/^[a-z]{4,8}(\.[a-z]{4,8}){0,2}$/)
const condition = fc.record({ property, value: anyText(20) })
const expression = fc.record({
  properties: fc.array(property, { minLength: 1, maxLength: 4 }),
  conditions: fc.array(condition, { minLength: 1, maxLength: 4 }),
})
const NOT_WORDS = /^(where|select|like|count|order|group|between|distinct)$/

test('what is written is read, whatever its values are, in any case and with any space between', () => {
  fc.assert(
    fc.property(expression, fc.constantFrom(' ', '\n\t '), fc.boolean(), ({ properties, conditions }, space, isSmall) => {
      fc.pre([...properties, ...conditions.map((each) => each.property)].every((each) => !NOT_WORDS.test(each)))
      const word = (text: string): string => (isSmall ? text.toLowerCase() : text)
      const equals = conditions.map((each) => `${each.property}${space}=${space}'${each.value.replaceAll("'", "''")}'`)
      const text = [word('SELECT'), properties.join(`${space},`), word('WHERE'), equals.join(`${space}${word('AND')}${space}`)].join(space)
      expect(parseExpression(text)).toEqual({ properties, conditions })
    }),
  )
})

const codeOf = (text: string): unknown => {
  try {
    return parseExpression(text).properties.length > 0
  } catch (error) {
    return error instanceof AwsError ? error.code : error
  }
}

test('any other text is refused as an expression', () => {
  const piece = fc.oneof(
    fc.constantFrom('SELECT', 'WHERE', 'AND', 'a.b', ',', '=', "'", "''", "'x'", '(', '*', 'IN', 'GROUP BY'),
    anyText(5),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(codeOf(pieces.join(' '))).toBeOneOf([true, 'InvalidExpressionException'])
    }),
  )
})
