type Account = { readonly accountId: string; readonly alias?: string | undefined }

type Where = Account & { readonly region: string; readonly endpoint?: string | undefined }

/** `account 123456789012 (acme)`. */
export const accountText = ({ accountId, alias }: Account): string => `account ${accountId}${alias === undefined ? '' : ` (${alias})`}`

/** `account 123456789012 (acme), Region us-east-1`. */
export const whereText = ({ region, endpoint, ...account }: Where): string =>
  `${accountText(account)}, Region ${region}${endpoint === undefined ? '' : `, not AWS but ${endpoint}`}`
