import type { Malformed } from './malformed.ts'

/** Whom an entry means. Names, paths, groups and tag keys are compared ignoring case, as IAM keeps them unique. */
export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'glob'; readonly pattern: string }
  | { readonly kind: 'user-id'; readonly id: string }
  | { readonly kind: 'arn'; readonly pattern: string }
  | { readonly kind: 'path'; readonly pattern: string }
  | { readonly kind: 'tag'; readonly key: string; readonly value: string | undefined }
  | { readonly kind: 'group'; readonly name: string }

type Grammar = {
  readonly applies: (text: string) => boolean
  readonly legal: RegExp
  readonly expected: string
  readonly make: (text: string) => Selector
}

/** The first that applies decides, or else it is a name; IAM's own alphabets (names `[\w+=,.@-]`, tags letters, digits, spaces and `_.:/=+-@`). */
const GRAMMARS: readonly Grammar[] = [
  {
    applies: (text) => text.startsWith('arn:'),
    legal: /^arn:[a-z-]+:iam::(\d{12}|\*):user\/[!-~]+$/,
    expected: 'the ARN of an IAM user, arn:aws:iam::123456789012:user/name, or with * for the account',
    make: (pattern) => ({ kind: 'arn', pattern }),
  },
  {
    applies: (text) => text.startsWith('path:'),
    legal: /^path:\/[!-~]*$/,
    expected: 'path: and a path that begins with /, such as path:/service/*',
    make: (text) => ({ kind: 'path', pattern: text.slice('path:'.length) }),
  },
  {
    applies: (text) => text.startsWith('tag:'),
    legal: /^tag:[\p{L}\p{Z}\p{N}_.:/+\-@]+(=[\p{L}\p{Z}\p{N}_.:/=+\-@]*)?$/u,
    expected: 'tag:Key or tag:Key=Value',
    make: (text) => tagSelector(text.slice('tag:'.length)),
  },
  {
    applies: (text) => text.startsWith('group:'),
    legal: /^group:[\w+=.@-]{1,128}$/,
    expected: 'group: and the name of an IAM group',
    make: (text) => ({ kind: 'group', name: text.slice('group:'.length) }),
  },
  {
    applies: (text) => /[*?]/.test(text),
    legal: /^[\w+=.@*?-]{1,128}$/,
    expected: 'a pattern of user-name characters, * and ?',
    make: (pattern) => ({ kind: 'glob', pattern }),
  },
]

const NAME: Omit<Grammar, 'applies'> = {
  legal: /^[\w+=.@-]{1,128}$/,
  expected: 'a user name, a pattern with * or ?, a user id AIDA..., arn:..., path:/..., tag:Key[=Value] or group:Name',
  make: (text) => (/^AIDA[A-Z0-9]{12,124}$/.test(text) ? { kind: 'user-id', id: text } : { kind: 'name', name: text }),
}

export function parseSelector(text: string): Selector | Malformed {
  const { legal, expected, make } = GRAMMARS.find(({ applies }) => applies(text)) ?? NAME
  return legal.test(text) ? make(text) : { kind: 'malformed', text, expected }
}

function tagSelector(text: string): Selector {
  const [key = '', ...value] = text.split('=')
  return { kind: 'tag', key, value: value.length === 0 ? undefined : value.join('=') }
}
