import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parse } from 'yaml'

const TEMPLATE = new URL('../../templates/template.yaml', import.meta.url)

const Template = v.object({
  Resources: v.object({ ConfigRuleLambda: v.object({ Properties: v.object({ Code: v.object({ ZipFile: v.string() }) }) }) }),
})

/** The rule's function as the shipped template has it, so that a construct and the template never run different code. */
export function shippedLambdaCode(): string {
  const template: unknown = parse(readFileSync(TEMPLATE, 'utf8'), { logLevel: 'silent' })
  return v.parse(Template, template).Resources.ConfigRuleLambda.Properties.Code.ZipFile
}
