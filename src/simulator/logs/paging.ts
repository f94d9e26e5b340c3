import { invalid } from './group-operations.ts'
import type { LogEvent } from './state.ts'

type Paging = { readonly limit?: number | undefined; readonly nextToken?: string | undefined }

/** One page of a list, and a token where there is more. @throws InvalidParameterException */
export function page<T>(all: readonly T[], { limit, nextToken }: Paging, initial: number) {
  const start = nextToken === undefined ? '0' : Buffer.from(nextToken, 'base64url').toString()
  if (!/^\d{1,9}$/.test(start)) throw invalid('The specified nextToken is invalid.')
  const to = Number(start) + (limit ?? initial)
  return { items: all.slice(Number(start), to), rest: to < all.length ? { nextToken: Buffer.from(String(to)).toString('base64url') } : {} }
}

const DIGITS = 56
const EVENTS = 10_000

type Reading = Paging & { readonly startFromHead?: boolean | undefined }

/** A page of the events of one stream, and where to read on in either direction: at an end that is where the reader already is. @throws InvalidParameterException */
export function window(events: readonly LogEvent[], { limit = EVENTS, nextToken, startFromHead = false }: Reading) {
  const [from, to] =
    nextToken === undefined ? (startFromHead ? [0, limit] : [events.length - limit, events.length]) : between(nextToken, limit)
  const [start, end] = [Math.min(Math.max(from, 0), events.length), Math.min(to, events.length)]
  return { items: events.slice(start, end), nextForwardToken: token('f', Math.max(start, end)), nextBackwardToken: token('b', start) }
}

function between(nextToken: string, limit: number): readonly [number, number] {
  const [, direction, digits] = /^([fb])\/(\d{56})\/s$/.exec(nextToken) ?? []
  if (direction === undefined) throw invalid('The specified nextToken is invalid.')
  const at = Number(digits)
  return direction === 'f' ? [at, at + limit] : [at - limit, at]
}

const token = (direction: 'f' | 'b', at: number): string => `${direction}/${String(at).padStart(DIGITS, '0')}/s`
