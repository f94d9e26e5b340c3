import { AwsError } from '../world/aws-error.ts'
import type { ServiceName } from '../world/operation.ts'
import { CONSTRAINTS } from './constraints.ts'
import { violations } from './violations.ts'

const NAME = 'It must contain only alphanumeric characters and/or the following: +=,.@_-'
const PATH = 'It must begin and end with / and contain only alphanumeric characters and/or / characters.'

/** Patterns that IAM speaks of in words of its own. */
const IN_WORDS: Readonly<Record<string, string>> = {
  [String.raw`[\w+=,.@-]+`]: NAME,
  [String.raw`(\u002F)|(\u002F[\u0021-\u007E]+\u002F)`]: PATH,
}

/** Security Hub judges each finding by itself, and goes on with the others. */
const OF_A_FINDING = /^Findings\[\]/

/** AWS Config has a code of its own for the size of a page, where an aggregator is asked. */
const LIMIT = /^(limit|maxResults)$/

const LOG_NAME = /^log(Group|Stream)Name$/
const TOO_LONG = /length less than or equal to 512$/

/** Refuse an input that is not within what AWS publishes of its members, in AWS's words. @throws AwsError with this code */
export function checkConstraints(service: ServiceName, operation: string, code: string, input: unknown): void {
  const { facts, operations } = CONSTRAINTS[service] ?? { facts: {}, operations: {} }
  const found = Object.entries(operations[operation] ?? {}).flatMap(([path, name]) =>
    OF_A_FINDING.test(path) ? [] : violations(service, facts[name] ?? {}, path, input),
  )
  const inWords = found.find(({ pattern = '' }) => service === 'iam' && IN_WORDS[pattern] !== undefined)
  if (inWords !== undefined)
    throw new AwsError(code, 400, `The specified value for ${inWords.place} is invalid. ${IN_WORDS[inWords.pattern ?? '']}`)
  if (found.length === 0) return
  if (service === 'logs' && found.some(({ place, text }) => LOG_NAME.test(place) && TOO_LONG.test(text)))
    throw new AwsError(code, 400, 'Invalid LogGroup or LogStream, both must have length less than or equal to 512.')
  if (service === 'config' && operation.includes('Aggregat') && found.every(({ place }) => LIMIT.test(place)))
    throw new AwsError('InvalidLimitException', 400, found.map(({ text }) => text).join('; '))
  const count = found.length === 1 ? '1 validation error' : `${found.length} validation errors`
  throw new AwsError(code, 400, `${count} detected: ${found.map(({ text }) => text).join('; ')}`)
}
