import { isRefused } from '../aws/errors.ts'
import type { Part } from '../deployment/status.ts'
import { sentenceOn } from './causes.ts'

/** What is read, or why it could not be: one part that fails hides no other. */
export async function partOf<T>(read: () => Promise<T>): Promise<Part<T>> {
  try {
    return { kind: 'read', value: await read() }
  } catch (error) {
    const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error
    return { kind: isRefused(error) || isRefused(cause) ? 'refused' : 'unread', why: sentenceOn(error) }
  }
}

export const mapPart = <T, R>(part: Part<T>, map: (value: T) => R): Part<R> =>
  part.kind === 'read' ? { kind: 'read', value: map(part.value) } : part
