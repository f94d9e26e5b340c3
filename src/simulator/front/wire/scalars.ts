/** A whole number as it travels in text, or undefined. */
export function integerOf(text: string): number | undefined {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
}

const LAST_SECOND = 253_402_300_799

/** An instant as it travels in text (ISO 8601, or seconds since 1970), or undefined. */
export function instantOf(text: string): Date | undefined {
  if (/^-?\d+(\.\d+)?$/.test(text)) return instantOfSeconds(Number(text))
  const date = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?$/.test(text) ? new Date(text) : undefined
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date
}

/** An instant between the years 1 and 9999, or undefined. */
export function instantOfSeconds(seconds: number): Date | undefined {
  return seconds > -62_135_596_800 && seconds <= LAST_SECOND ? new Date(seconds * 1000) : undefined
}
