import { Command, Option } from '@commander-js/extra-typings'
import { wholeNumber } from './arguments.ts'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { withLedger } from './ledger-option.ts'
import { BRAKE_PERCENT } from './names.ts'
import { sharedExclusionsOrNone } from './shared-list.ts'

export const apply = (io: Io) =>
  withLedger(withConnection(new Command('apply')))
    .argument('<plan>', 'file that "plan --out" wrote')
    .option('--max-plan-age <hours>', 'refuse an older plan', wholeNumber(1, 720), 24)
    .option(
      '--brake-percent <percent>',
      'refuse a plan that hits more of the users (and more than 10); 100 for no brake',
      wholeNumber(1, 100),
      BRAKE_PERCENT,
    )
    .addOption(sharedExclusionsOrNone)
    .option('--no-exclusions', 'go on although the account has no exclusion list of its own, and a plan that was made without one')
    .option('--only <users...>', 'only these users of the plan, by name or id')
    .addOption(new Option('--out <file>', 'write there what came of each credential, as JSON; what is there is kept').conflicts('dryRun'))
    .option('--dry-run', 'show only', false)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      '\nNeeds the rights of "plan", and iam:GetUser, SimulatePrincipalPolicy, UpdateAccessKey, DeleteLoginProfile, ListAccountAliases; lambda:GetFunctionConfiguration; of the ledger dynamodb:Query, UpdateItem.',
    )
    .action(async (file, { maxPlanAge, sharedExclusions: shared, exclusions, ledgerTable, stackName, ...others }) => {
      const { brakePercent, only, out, dryRun, yes, ...connection } = others
      connect(connection)
      const { applyPlan } = await import('./apply-plan.ts')
      await applyPlan(
        {
          file,
          only,
          maxPlanAgeHours: maxPlanAge,
          brakePercent,
          withoutExclusions: !exclusions,
          shared: { sharedExclusions: shared, stackName },
          ledger: { ledgerTable, stackName },
          out,
          dryRun,
          yes,
        },
        io,
      )
    })
