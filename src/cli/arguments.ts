import { InvalidArgumentError } from '@commander-js/extra-typings'
import { isDay } from '../judgement/instant.ts'

/** A parser for whole numbers of an option, with one sentence for what does not fit. */
export const wholeNumber =
  (from: number, to: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < from || value > to)
      throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`)
    return value
  }

export function isoInstant(text: string): Date {
  const date = new Date(text)
  if (!/^.{10}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) || !isDay(text.slice(0, 10)) || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('It must be an instant such as 2026-11-25T09:00:00Z, or a day such as 2026-11-25.')
  return date
}

/** The values of the template's parameter RemediationRunbook; written in any case, and with hyphens, they are understood too. */
export const RUNBOOKS = ['AwsManaged', 'Guarded', 'None'] as const

export function runbookNamed(text: string): (typeof RUNBOOKS)[number] {
  const meant = RUNBOOKS.find((each) => each.toLowerCase() === text.replaceAll('-', '').toLowerCase())
  if (meant === undefined) throw new InvalidArgumentError(`It must be one of ${RUNBOOKS.join(', ')}.`)
  return meant
}
