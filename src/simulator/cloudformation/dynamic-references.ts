import { validationError } from '../world/aws-error.ts'
import type { Template } from './template.ts'

const REFERENCE = /\{\{resolve:[^{}]*\}\}/

/** Refuse what CloudFormation would look up in SSM or Secrets Manager, by its name: taken literally it would be a wrong value. @throws ValidationError */
export function refuseDynamicReferences({ Resources, Outputs = {} }: Template): void {
  const [reference] = REFERENCE.exec(JSON.stringify([Resources, Outputs])) ?? []
  if (reference !== undefined)
    throw validationError(
      `The simulator does not know dynamic references: ${reference}. (A parameter of type AWS::SSM::Parameter::Value<String> is looked up.)`,
    )
}
