/** What a command may do to the world around it. */
export type Io = {
  /** The result, and nothing else, goes here (standard output). */
  readonly out: (text: string) => void
  /** What is going on, on standard error; a terminal shows the latest in one line. */
  readonly progress: (message: string) => void
  /** Sentences for people on standard error. */
  readonly note: (text: string) => void
  /** Whether colours are wanted on standard output. */
  readonly colours: boolean
  /** How wide standard output is. */
  readonly columns: number
  /** How this command line is called here: installed, or from a checkout. */
  readonly called: string
  /** The time of day. */
  readonly now: () => Date
  /** Ask for a yes. Where there is nobody to ask, it rejects with a UsageError that names `--yes`. */
  readonly confirm: (question: string) => Promise<boolean>
  /** Ask for a word, at the terminal or on standard input. Where there is none, it rejects with a UsageError. */
  readonly ask: (question: string) => Promise<string>
  /** Fires when the user wants the program to end. */
  readonly interrupted: () => Promise<void>
}

/** The user's own mistake: one sentence that names the thing and the next step. The exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The user ended it: what was begun is finished, the rest is not. The exit code is 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** A check found what it looks for: one sentence that says what. The exit code is 3. */
export class CheckFound extends Error {
  override readonly name = 'CheckFound'
}

/** What is not done on purpose, before anything was changed: one sentence that says why, and what would be right. The exit code is 4. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** What is said where somebody was asked and did not say yes. */
export const declined = (): Refusal => new Refusal('Declined. Nothing was done.')
