/** A description that cannot be used; the message names the place in it and what was expected there. */
export class AccountError extends Error {
  override readonly name = 'AccountError'
}
