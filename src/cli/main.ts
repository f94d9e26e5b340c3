#!/usr/bin/env node
import { terminal } from './terminal.ts'
import { run } from './run.ts'

// The SDK warns on old Node versions at every start; which Node to use is this package's `engines` to say.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

const io = terminal(process)
process.exitCode = await io.ended(await run(process.argv.slice(2), io))
