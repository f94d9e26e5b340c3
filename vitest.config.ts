import { availableParallelism } from 'node:os'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { defineConfig } from 'vitest/config'

/** What takes long is begun first, or the last of it keeps one core waiting. The order is that of what was measured; it changes no result. */
const LONG_FIRST = [
  'e2e/crash',
  'e2e/failures',
  'conformance/aws-cli',
  'simulator/hostile',
  'e2e/credential-report',
  'e2e/storm',
  'simulator/functions',
  'e2e/notifications',
  'e2e/open-questions',
  'e2e/least-privilege',
  'e2e/guarded',
  'e2e/scale',
]

class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONG_FIRST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return place < 0 ? LONG_FIRST.length : place
    }
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}

export default defineConfig({
  test: {
    // Loading the AWS SDK and the sources anew for every file took a third of the time. What a file does to the process's environment is taken back after it.
    isolate: false,
    setupFiles: ['test/support/environment.ts'],
    sequence: { sequencer: LongFilesFirst },
    // Some tests wait for real seconds, as a function does that is throttled or runs out of time: one worker more than cores, or these would be idle.
    maxWorkers: availableParallelism() + 1,
    // Many tests run whole accounts through virtual time; a machine under load is slow, not wrong.
    // They make much garbage, and a larger nursery spares the collector. dynalite, an independent DynamoDB, is older than Node's word on a property that it uses.
    execArgv: ['--disable-warning=DEP0066', '--max-semi-space-size=64'],
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
})
