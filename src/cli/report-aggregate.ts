import { IN_FILES } from '../reports/view.ts'
import { aggregatorNamed } from '../aws/aggregator.ts'
import { hasName } from '../aws/errors.ts'
import { organizations } from '../aws/organization.ts'
import { aggregateView, type Aggregate } from '../organization/aggregate.ts'
import { AGGREGATE_FORMATS, isAggregate, type AggregateFormatName } from '../reports/aggregate-formats.ts'
import { plural } from '../text/plural.ts'
import { sentenceOn } from './causes.ts'
import { UsageError, type Io } from './io.ts'
import { reached } from './reached.ts'
import { writeOwn } from './write-own.ts'

export type AggregateOptions = {
  readonly aggregator: string
  readonly rule: string
  readonly periodHours: number
  readonly format: AggregateFormatName
  readonly out: string | undefined
}

/** Show what an aggregator of AWS Config has: no role is assumed, and IAM is not asked. @throws Error, after it was given, where an account is without fresh results */
export async function reportAggregate({ aggregator, rule, periodHours, format, out }: AggregateOptions, io: Io): Promise<void> {
  const here = await reached(io)
  here.sayWrongClock()
  const { resultsOf, sources } = aggregatorNamed(aggregator)
  io.progress('Reading the aggregator')
  const view = aggregateView({
    aggregator,
    rule,
    periodHours,
    now: here.now,
    caller: here.arn,
    region: here.region,
    results: await found(
      resultsOf(rule, (done, of) => io.progress(`Reading the aggregator: ${done} of ${plural(of, 'account')}`)),
      aggregator,
      here.region,
    ),
    sources: await sources(),
    organization: await listed(),
  })
  const render = AGGREGATE_FORMATS[format]
  if (out === undefined) io.out(render(view, io))
  else {
    const isReplaced = await writeOwn(out, `${render(view, IN_FILES)}\n`, { what: 'report', check: checkAggregate })
    io.note(`The verdicts are in ${out}${isReplaced ? ', in place of earlier ones' : ''}.`)
  }
  const { withoutFresh, accounts } = view.totals
  if (withoutFresh > 0)
    throw new Error(`${withoutFresh} of ${plural(accounts, 'account')} without fresh results: nobody knows what is unused there.`)
}

async function found<T>(answer: Promise<T>, aggregator: string, region: string): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    if (!hasName(cause, ['NoSuchConfigurationAggregatorException'])) throw cause
    throw new UsageError(
      `There is no aggregator ${aggregator} in ${region} of this account. "aws configservice describe-configuration-aggregators" shows which there are; in another Region: --region.`,
      { cause },
    )
  }
}

/** It is for comparing only: where AWS Organizations tells nothing, the view says so. */
async function listed(): Promise<Aggregate['organization']> {
  try {
    return { kind: 'listed', accounts: await organizations().accounts() }
  } catch (error) {
    return { kind: 'not-listed', why: sentenceOn(error) }
  }
}

function checkAggregate(text: string): void {
  if (!isAggregate(text)) throw new Error('it is none of our reports')
}
