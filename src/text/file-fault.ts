import { messageOf } from './message-of.ts'

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'your user has no right to it',
  EPERM: 'your user has no right to it',
  EROFS: 'what it is on can only be read',
  ENOSPC: 'there is no space left',
}

/** Why a file cannot be read, written or understood as JSON, in words for people. */
export const fileFault = (cause: unknown): string =>
  cause instanceof SyntaxError ? notJson(cause.message) : (WORDS[String(Object(cause).code)] ?? messageOf(cause))

const notJson = (message: string): string =>
  message === 'Unexpected end of JSON input' ? 'it is empty, or torn off' : `it is no JSON (${message})`
