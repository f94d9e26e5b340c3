/** What the template calls its rule, and what a stack is called unless somebody says otherwise. */
export const RULE = 'custom-unused-iam-user-credentials-check'
export const STACK = 'IamUnusedUserCleanup'
export const LIST = '/iam-unused-user-cleanup/excluded-users'

/** Of so many users in a hundred a plan may take something, unless somebody says otherwise. */
export const BRAKE_PERCENT = 50
