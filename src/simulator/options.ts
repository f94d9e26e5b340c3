import type { AccountDescription, AccountsDescription } from './account-description.ts'
import type { OpenQuestions } from './world/open-questions.ts'

export type SimulatorOptions = {
  /** The virtual time at the start. */
  readonly at: Date | string
  /** By default the one that the description of one account says, or else 123456789012. */
  readonly accountId?: string
  readonly region?: string
  /** 0 (default) takes any free port. */
  readonly port?: number
  readonly seed?: number
  /** What there is at the start: one account, or several. */
  readonly account?: AccountDescription | AccountsDescription
  /** Endpoints that the account's functions use instead of this one, e.g. `{ AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:5000' }`. */
  readonly endpoints?: Readonly<Record<string, string>>
  /** Keep the inputs of calls in the access log (default true). */
  readonly logInputs?: boolean
  /**
   * Run a function in a process in which the same code ran in an earlier simulator of this program, the code evaluated anew, and leave it to later ones (default
   * false, or true after `reuseByDefault()`). For suites of tests that start many: saves each the start of a process, which is most of what it takes.
   */
  readonly reuseProcesses?: boolean
  /** How AWS is taken to behave where its documents leave it open: by default the stricter way throughout. */
  readonly openQuestions?: Partial<OpenQuestions>
}
