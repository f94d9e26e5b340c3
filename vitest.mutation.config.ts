import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { defineConfig } from 'vitest/config'

/** What takes longest comes last: most mutants are dead by then. */
class HandlerLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => (moduleId.endsWith('/handler.test.ts') ? 1 : 0)
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}

/** The tests of one folder that see a changed source and are quick: they import what they test, and play no storms (docs/testing.md). */
export default defineConfig({
  test: {
    include: [`test/${process.env['MUTATION_FOLDER'] ?? 'judgement'}/**/*.test.ts`],
    exclude: ['test/inventory/soundness.test.ts', 'test/revocation/{interleavings,storm,way-in-storm}.test.ts'],
    sequence: { sequencer: HandlerLast },
    // What is mutated there is asked at each call, so modules need not be loaded anew.
    isolate: process.env['MUTATION_FOLDER'] !== 'revocation',
    silent: true,
    testTimeout: 60_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
})
