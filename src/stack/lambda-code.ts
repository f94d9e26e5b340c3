import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parse } from 'yaml'

const TEMPLATE = new URL('../../templates/template.yaml', import.meta.url)

const Template = v.object({
  Metadata: v.object({ Release: v.string() }),
  Resources: v.object({ ConfigRuleLambda: v.object({ Properties: v.object({ Code: v.object({ ZipFile: v.string() }) }) }) }),
})

/** The function as the shipped template has it, so that a construct and the template never run different code. */
export function shipped(): { readonly lambdaCode: string; readonly release: string } {
  const { Metadata, Resources } = v.parse(Template, parse(readFileSync(TEMPLATE, 'utf8'), { logLevel: 'silent' }) as unknown)
  return { lambdaCode: Resources.ConfigRuleLambda.Properties.Code.ZipFile, release: Metadata.Release }
}
