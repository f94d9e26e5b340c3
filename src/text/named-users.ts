/** An error names so many users; the result names all. */
const NAMED = 50

/** `ana (why), bob (why)`: users and why, as many as a sentence takes. */
export const namedUsers = (users: readonly { readonly userName: string; readonly why: string }[]): string =>
  [...users.slice(0, NAMED).map(({ userName, why }) => `${userName} (${why})`), ...(users.length > NAMED ? ['...'] : [])].join(', ')
