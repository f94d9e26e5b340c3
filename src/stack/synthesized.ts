import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'

const WITHOUT_BOOTSTRAP = { '@aws-cdk/core:newStyleStackSynthesis': false }

/** A template as CloudFormation's JSON has it: no bootstrap, no assets, no metadata of the CDK. */
export function synthesized(name: string, description: string, build: (stack: Stack) => void): object {
  const outdir = mkdtempSync(join(tmpdir(), 'iam-cleanup-'))
  try {
    // cfn-lint judges the templates themselves; the CDK's own check takes each parameter's default for its only value.
    const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false, context: WITHOUT_BOOTSTRAP })
    const stack = new Stack(app, name, { analyticsReporting: false })
    stack.templateOptions.templateFormatVersion = '2010-09-09'
    stack.templateOptions.description = description
    build(stack)
    const template: unknown = app.synth().getStackByName(name).template
    return Object(template)
  } finally {
    rmSync(outdir, { recursive: true })
  }
}
