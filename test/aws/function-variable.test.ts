import { afterEach, expect, test, vi } from 'vitest'
import { functionVariable } from '../../src/aws/function-variable.ts'
import { answeringServer } from '../support/answering.ts'

const LIST = 'arn:aws:ssm:us-east-1:222222222222:parameter/shared'

afterEach(() => {
  vi.unstubAllEnvs()
})

const answered = async (configuration: object): Promise<string | undefined> => {
  await using _ = await answeringServer(() => JSON.stringify(configuration), 'application/json')
  return await functionVariable('rule-function', 'SHARED')
}

test('a variable, one that is empty, and one of an older release that has none of that name', async () => {
  expect(await answered({ Environment: { Variables: { SHARED: LIST } } })).toBe(LIST)
  expect(await answered({ Environment: { Variables: { SHARED: '' } } })).toBe('')
  expect(await answered({ Environment: { Variables: { OTHER: 'x' } } })).toBe('')
})

test.for<[situation: string, configuration: object, says: string]>([
  [
    'the key of its environment is refused',
    { Environment: { Variables: {}, Error: { ErrorCode: 'AccessDeniedException', Message: 'Lambda was unable to decrypt it.' } } },
    'AccessDeniedException: Lambda was unable to decrypt it.',
  ],
  ['there is no environment in the answer', { FunctionName: 'rule-function' }, 'AWS answered without Environment.Variables.'],
  ['there are no variables in it', { Environment: {} }, 'AWS answered without Environment.Variables.'],
])('is unknown, never none, where %s', async ([, configuration, says]) => {
  await expect(answered(configuration)).rejects.toThrow(says)
})
