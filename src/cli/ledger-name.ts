/** The table that the stack makes, and that commands look for. */
export const LEDGER = 'iam-unused-user-cleanup-ledger'
