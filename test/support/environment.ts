import { afterAll } from 'vitest'
import { reuseByDefault } from '../../src/simulator/lambda/processes.ts'

const before = { ...process.env }

// A command line sets what its options say, AWS_REGION and others, for the rest of its process; test files share theirs.
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
})

// Starting a process for a function is most of what a small test takes.
reuseByDefault()
