import { validationError } from '../world/aws-error.ts'

export type Paging = { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined }

export type Page<T> = { readonly items: T[]; readonly IsTruncated: boolean; readonly Marker?: string }

/** One page of a list as IAM gives it: 100 items unless asked otherwise, 1,000 at most, and an opaque marker where more follow. */
export function page<T>(items: readonly T[], { Marker, MaxItems = 100 }: Paging): Page<T> {
  if (MaxItems < 1 || MaxItems > 1000)
    throw validationError(
      `1 validation error detected: Value '${MaxItems}' at 'maxItems' failed to satisfy constraint: Member must be between 1 and 1000`,
    )
  const start = Marker === undefined ? '0' : Buffer.from(Marker, 'base64url').toString()
  if (!/^\d{1,9}$/.test(start)) throw validationError('Invalid Marker.')
  const from = Number(start)
  const to = from + MaxItems
  const rest = to < items.length ? { IsTruncated: true, Marker: Buffer.from(String(to)).toString('base64url') } : { IsTruncated: false }
  return { items: items.slice(from, to), ...rest }
}
