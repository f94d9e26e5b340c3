/** Control characters and those that turn the direction of writing: a terminal obeys them, whoever wrote them. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu

/** The same, but for ends of lines, tabs and our own colours. */
// oxlint-disable-next-line no-control-regex -- what is looked for are control characters
const UNSAFE_IN_LINES = /(\n|\t|\u001B\[\d{1,2}m)|[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu

const SHOWN = '\uFFFD'

/** What `plain` gives: one line, without anything that a terminal obeys. Without flags and properties: JSON Schema knows none. */
// oxlint-disable-next-line no-control-regex -- what is looked for are control characters
export const PLAIN = /^[^\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]*$/

/** A text that others wrote, in one line, as it may stand in a sentence or a table of ours. */
export const plain = (text: string): string => text.replaceAll(/[\n\r\t]+/g, ' ').replaceAll(UNSAFE, SHOWN)

/** A whole output, with its lines and colours. */
export const harmless = (text: string): string => text.replaceAll(UNSAFE_IN_LINES, (_, own?: string) => own ?? SHOWN)
