/** What the template calls its rule: the verdicts of an organization are found by it. */
export const RULE_NAME = 'custom-unused-iam-user-credentials-check'

/** And its function, which others ask what the rule goes by. */
export const FUNCTION_NAME = `${RULE_NAME}-function`
