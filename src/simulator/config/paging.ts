import { AwsError } from '../world/aws-error.ts'
import { invalidParameter } from './state.ts'

type Paging = { readonly Limit?: number | undefined; readonly NextToken?: string | undefined }

/** One page of a list as AWS Config gives it. Limit 0 asks for the default. */
export function page<T>(
  items: readonly T[],
  { Limit, NextToken }: Paging,
  { initial, maximum }: { readonly initial: number; readonly maximum: number },
) {
  if (Limit !== undefined && (Limit < 0 || Limit > maximum)) throw invalidParameter(`The limit ${Limit} must be between 0 and ${maximum}.`)
  const start = NextToken === undefined || NextToken === '' ? '0' : NextToken
  if (!/^\d{1,9}$/.test(start)) throw new AwsError('InvalidNextTokenException', 400, 'The nextToken provided is invalid')
  const from = Number(start)
  const to = from + (Limit === undefined || Limit === 0 ? initial : Limit)
  return { items: items.slice(from, to), ...(to < items.length ? { NextToken: String(to) } : {}) }
}
