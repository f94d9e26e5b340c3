import { AwsError } from '../world/aws-error.ts'
import { matchPattern } from '../world/pattern.ts'

/** Whether a message is selected. */
export type Test = (message: string) => boolean

export const unescaped = (quoted: string): string => quoted.replaceAll(/\\(.)/g, '$1')

/** @throws InvalidParameterException for what is no regular expression */
export function matching(regex: string): Test {
  if (matchPattern(regex, '') === 'no-pattern') throw invalidPattern('Invalid filter pattern')
  return (message) => matchPattern(regex, message) === 'matches'
}

export const invalidPattern = (message: string): AwsError => new AwsError('InvalidParameterException', 400, message)
