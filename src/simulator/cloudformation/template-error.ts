import { validationError, type AwsError } from '../world/aws-error.ts'

export const DEPTH = 100
export const TOO_DEEP = `A template is nested at most ${DEPTH} deep.`

/** What is wrong with a template's form, in CloudFormation's words. */
export const formatError = (message: string): AwsError => validationError(`Template format error: ${message}`)

/** What is wrong with the functions in it. */
export const templateError = (message: string): AwsError => validationError(`Template error: ${message}`)
