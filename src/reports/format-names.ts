/** The formats of findings. What makes each of them stands in formats.ts, which is loaded when one is wanted. */
export const FORMAT_NAMES = ['table', 'csv', 'json', 'html', 'ocsf', 'asff'] as const

export type FormatName = (typeof FORMAT_NAMES)[number]
