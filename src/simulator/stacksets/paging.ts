import { validationError } from '../world/aws-error.ts'

const MOST = 100

type Paging = { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined }

/** One page of a list of StackSets. @throws ValidationError */
export function page<T>(items: readonly T[], { MaxResults = MOST, NextToken = '0' }: Paging) {
  if (!(MaxResults >= 1 && MaxResults <= MOST)) throw validationError(`MaxResults must be between 1 and ${MOST}.`)
  if (!/^\d{1,9}$/.test(NextToken)) throw validationError('The NextToken is not valid.')
  const [from, to] = [Number(NextToken), Number(NextToken) + MaxResults]
  return { Summaries: items.slice(from, to), ...(to < items.length ? { NextToken: String(to) } : {}) }
}
