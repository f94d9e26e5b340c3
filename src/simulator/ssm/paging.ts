import { AwsError } from '../world/aws-error.ts'

type Paging = { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined }

/** One page of a list as Systems Manager gives it. @throws InvalidNextToken */
export function page<T>(all: readonly T[], { MaxResults, NextToken }: Paging, initial: number) {
  if (NextToken !== undefined && !/^\d{1,9}$/.test(NextToken))
    throw new AwsError('InvalidNextToken', 400, 'The specified token is not valid.')
  const from = Number(NextToken ?? 0)
  const to = from + (MaxResults ?? initial)
  return { items: all.slice(from, to), rest: to < all.length ? { NextToken: String(to) } : {} }
}
