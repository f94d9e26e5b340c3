import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { LIST } from './names.ts'

/** The option that names the parameter with the exclusion list. */
export const exclusionListOption = new Option('--excluded-users <parameter>', 'SSM parameter with the exclusion list')
  .argParser(parameterName)
  .default(LIST)

/** A name, or an ARN, that SSM takes. */
export function parameterName(text: string): string {
  if (text === '') throw new InvalidArgumentError(`It names no parameter. Say the name of yours, or leave the option out for ${LIST}.`)
  if (!/^[\w.:/-]+$/.test(text))
    throw new InvalidArgumentError(`It must be the name of an SSM parameter, of letters, digits and the signs / . _ -, such as ${LIST}.`)
  return text
}
