import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { Io } from './io.ts'

export type Listed = {
  readonly name: string
  /** What is written after its name. */
  readonly takes: string
  readonly says: string
  /** All of it: only the command that is meant is loaded, so that help is there at once. */
  readonly load: () => Promise<(io: Io) => CommandUnknownOpts>
}

/** What there is, in the order of the help. */
export const COMMANDS: readonly Listed[] = [
  {
    name: 'scan',
    takes: '[options]',
    says: 'Say of every user what is unused, what will be soon, who is excluded by what, and who could not be read. Changes nothing.',
    load: async () => (await import('./scan.ts')).scan,
  },
  {
    name: 'explain',
    takes: '[options] <user>',
    says: 'Say of one user what is known, which date counts and why, what excludes it, and what the next run will do. Changes nothing.',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'report',
    takes: '[options] [files...]',
    says: 'Show saved findings in any format, reaching nothing but the files; or the verdicts that an aggregator of AWS Config has.',
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'plan',
    takes: '[options]',
    says: 'Say what would be revoked, whom the exclusions protect and why, as a plan that "apply" takes. Changes nothing.',
    load: async () => (await import('./plan.ts')).plan,
  },
  {
    name: 'apply',
    takes: '[options] <plan>',
    says: 'Carry out a plan: each credential is read again, and what changed since is skipped. The ledger is kept, so "restore" can undo it.',
    load: async () => (await import('./apply.ts')).apply,
  },
  {
    name: 'restore',
    takes: '[options] [users...]',
    says: 'Give back what was revoked of a user: exactly the keys that the ledger names, and a new one-time password for one that was deleted.',
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'ledger',
    takes: '[options] [user]',
    says: 'Show what was done to credentials: revoked, given back, switched on by hand; by whom, when and why. "ledger create" makes one.',
    load: async () => (await import('./ledger.ts')).ledger,
  },
  {
    name: 'exclude',
    takes: '',
    says: 'Look after the exclusion list: whom to leave alone.',
    load: async () => (await import('./exclude.ts')).exclude,
  },
  {
    name: 'deploy',
    takes: '[options]',
    says: 'Deploy the template, or bring a stack up to date: says what will change, asks, waits, starts the first evaluation and shows its verdicts. With --organization the same template goes into many accounts by a StackSet.',
    load: async () => (await import('./deploy.ts')).deploy,
  },
  {
    name: 'status',
    takes: '[options]',
    says: 'How the deployment stands: stack, rule, last run, alarms, remediation and its exceptions, ledger, exclusions, and what binds whoever revokes.',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'snapshot',
    takes: '[options]',
    says: 'Write the account down as a file for "rehearse" and "simulate": users, ages, last uses, groups, tags, exclusions. Changes nothing.',
    load: async () => (await import('./snapshot.ts')).snapshot,
  },
  {
    name: 'rehearse',
    takes: '[options]',
    says: 'Play the whole system on a simulated account, through virtual time: deploy the template, judge, remediate, judge again. With --account and --days, a forecast: who is warned, unused, revoked on which day. Nothing real is touched.',
    load: async () => (await import('./rehearse.ts')).rehearse,
  },
  {
    name: 'simulate',
    takes: '[options]',
    says: 'Serve a small AWS on a port of this machine, for the AWS CLI, SDKs and this tool. Its clock keeps pace with real time and can be moved.',
    load: async () => (await import('./simulate.ts')).simulate,
  },
  {
    name: 'template',
    takes: '[options]',
    says: 'Print the CloudFormation template that "deploy" deploys, or one of those that an organization has besides.',
    load: async () => (await import('./template.ts')).template,
  },
  {
    name: 'completion',
    takes: '<shell>',
    says: 'Print what makes a shell complete commands and options.',
    load: async () => (await import('./completion.ts')).completion,
  },
]
