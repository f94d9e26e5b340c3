import { AwsError } from '../world/aws-error.ts'

const MOST = 20

type Paging = { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined }

/** One page of a list. After the first page stands an empty one with a token, as AWS's documents say that one may: a list ends where there is no token. */
export function page<T>(items: readonly T[], { MaxResults = MOST, NextToken }: Paging) {
  if (!(MaxResults >= 1 && MaxResults <= MOST)) throw invalidInput(`You provided a value for MaxResults that is not between 1 and ${MOST}.`)
  if (NextToken !== undefined && !/^(after|from):\d{1,9}$/.test(NextToken))
    throw invalidInput('You provided a NextToken that is not valid.')
  const [kind, start = '0'] = NextToken?.split(':') ?? []
  const from = Number(start)
  if (kind === 'after') return { items: [], NextToken: `from:${from}` }
  const to = from + MaxResults
  return { items: items.slice(from, to), ...(to < items.length ? { NextToken: `${from === 0 ? 'after' : 'from'}:${to}` } : {}) }
}

export const invalidInput = (message: string): AwsError => new AwsError('InvalidInputException', 400, message)
