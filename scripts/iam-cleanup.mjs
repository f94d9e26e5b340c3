// @ts-check
// The command line from a checkout, compiled first where the sources are newer.
import './compiled.mjs'

// npm ends its shell when it is told to end, and some shells do not tell the program: the one that is left alone ends too.
const shell = process.ppid
setInterval(() => process.ppid === shell || process.kill(process.pid, 'SIGTERM'), 500).unref()

await import(new URL('../dist/cli/main.js', import.meta.url).href)
