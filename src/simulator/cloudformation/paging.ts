import { validationError } from '../world/aws-error.ts'

const PAGE = 100

/** One page of a list, as many as CloudFormation gives at a time. @throws ValidationError */
export function page<T>(all: readonly T[], { NextToken = '0' }: { readonly NextToken?: string | undefined }) {
  if (!/^\d{1,9}$/.test(NextToken)) throw validationError('The NextToken is not valid.')
  const [from, to] = [Number(NextToken), Number(NextToken) + PAGE]
  return { items: all.slice(from, to), rest: to < all.length ? { NextToken: String(to) } : {} }
}
