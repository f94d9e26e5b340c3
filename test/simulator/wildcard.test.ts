import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLike } from '../../src/simulator/policy/wildcard.ts'

test.for([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['*', 'iam:GetUser', true],
  ['iam:*', 'iam:GetUser', true],
  ['iam:*', 'sts:GetUser', false],
  ['iam:Get*', 'iam:ListUsers', false],
  ['iam:*User', 'iam:GetUser', true],
  ['iam:*User', 'iam:GetUsers', false],
  ['?am:GetUser', 'iam:GetUser', true],
  ['iam:GetUser?', 'iam:GetUser', false],
  ['a*b*c', 'axbxbc', true],
  ['a*b*c', 'axcxb', false],
  ['user/(x)+', 'user/(x)+', true],
  ['user/.', 'user/x', false],
  ['*\nx', 'a\nx', true],
  ['a${*}b', 'a*b', true],
  ['a${*}b', 'axb', false],
  ['a${?}', 'ab', false],
  ['${$}{*}', '${x}', true],
  ['${x', '${x', true],
] as const)('%j and %j: %s', ([pattern, text, expected]) => expect(isLike(pattern, text)).toBe(expected))

test('it is the regular expression that one would write for it', () => {
  const characters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 12 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 })
  fc.assert(
    fc.property(characters, text, (pattern, given) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
      expect(isLike(pattern, given)).toBe(new RegExp(`^${source}$`, 's').test(given))
    }),
  )
})
