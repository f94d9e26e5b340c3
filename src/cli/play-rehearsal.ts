import { Braked, enough } from '../rehearsal/brake.ts'
import type { Forecast } from '../rehearsal/forecast.ts'
import { playForecast } from '../rehearsal/play-forecast.ts'
import type { Rehearsal } from '../rehearsal/rehearsal.ts'
import { rehearse } from '../rehearsal/rehearse.ts'
import { FORECAST_FORMATS, isForecast, type ForecastFormat } from '../reports/forecast-formats.ts'
import { hitText } from '../reports/hit-text.ts'
import { rehearsalJson } from '../reports/rehearsal-json.ts'
import { rehearsalText } from '../reports/rehearsal-text.ts'
import { IN_FILES } from '../reports/view.ts'
import type { AccountDescription, Simulator } from '../simulator/index.ts'
import { PARAMETERS } from '../stack/parameters.ts'
import { plural } from '../text/plural.ts'
import { describedAccount } from './described-account.ts'
import { UsageError, type Io } from './io.ts'
import { shippedTemplate } from './shipped-template.ts'
import { startedSimulator } from './started-simulator.ts'
import { version } from './version.ts'
import { isOwn, writeOwn, type Own } from './write-own.ts'

export type RehearsalOptions = {
  /** The description of an account. */
  readonly file: string | undefined
  readonly at: Date | undefined
  readonly limitDays: number
  /** A value of the template's parameter RemediationRunbook. */
  readonly runbook: string
  readonly brakePercent: number | undefined
  readonly exclusionParameter: string
  readonly days: number
  readonly format: ForecastFormat
  /** A file for the forecast. */
  readonly out: string | undefined
}

/** When the article's walk-through took place. */
const ARTICLE_TIME = '2025-08-28T02:20:00Z'

type Stage = Omit<RehearsalOptions, 'format' | 'out'> & { readonly simulator: Simulator; readonly account: AccountDescription }

/** @throws UsageError for an unusable description; Error, after the result was given, for what went wrong in it */
export async function playRehearsal({ format, out, ...options }: RehearsalOptions, io: Io): Promise<void> {
  const { file } = options
  const goesAhead = file !== undefined && options.days > 0
  if (!goesAhead && (format === 'csv' || format === 'html' || out !== undefined))
    throw new UsageError(
      `Only a forecast ${out === undefined ? `comes as ${format}` : 'is written to a file'}: say --account FILE and --days N.`,
    )
  // Before all the days are played.
  if (out !== undefined) await isOwn(out, OWN)
  const account = await describedAccount(file, io)
  const at = options.at ?? new Date(account.at ?? ARTICLE_TIME)
  await using simulator = await startedSimulator({ account, file, at })
  const stage = { ...options, simulator, account }
  if (goesAhead) await showForecast(stage, { format, out }, io)
  else await showRehearsal(stage, format, io)
}

type Way = Pick<RehearsalOptions, 'format' | 'out'>

const OWN: Own = {
  what: 'forecast',
  check: (text) => {
    if (!isForecast(text)) throw new Error('it is no forecast')
  },
}

async function showForecast({ simulator, account, ...options }: Stage, { format, out }: Way, io: Io): Promise<void> {
  const forecast = await playForecast(simulator, {
    ...options,
    templateBody: await shippedTemplate(),
    toolVersion: version(),
    warningDays: PARAMETERS.WarningDays.default,
    brakePercent: options.brakePercent ?? PARAMETERS.BrakePercent.default,
    missing: (account.unread ?? []).map(({ name, why }) => ({ userName: name, why })),
    ledgerTable: ledgerOf(account),
    onProgress: io.progress,
  })
  if (out === undefined) io.out(FORECAST_FORMATS[format](forecast, io))
  else {
    const isReplaced = await writeOwn(out, `${FORECAST_FORMATS[format](forecast, IN_FILES)}\n`, OWN)
    io.note(`The forecast is in ${out}${isReplaced ? ', in place of an earlier one' : ''}.`)
  }
  failOnBrake(forecast)
  failOn(forecast.days.flatMap(({ failed }) => failed))
}

/** The one that an account brings along is taken over, as by a stack that is made anew. */
const ledgerOf = ({ tables = {} }: AccountDescription): string | undefined => Object.keys(tables)[0]

function failOnBrake({ brake, days, brakePercent }: Forecast): void {
  if (brake.kind === 'closed')
    throw new Error(
      `The brake (${brakePercent} %) closed on ${brake.days.length} of ${plural(days.length, 'day')}, and nothing was done on these. ${advice(brake.enough)}`,
    )
}

async function showRehearsal({ simulator, account, ...options }: Stage, format: ForecastFormat, io: Io): Promise<void> {
  const { brakePercent, exclusionParameter } = options
  const ledger = ledgerOf(account)
  const parameters = {
    ...(brakePercent === undefined ? {} : { BrakePercent: String(brakePercent) }),
    ...(ledger === undefined ? {} : { LedgerTableName: ledger }),
    ExcludedUsersParameterName: exclusionParameter,
  }
  try {
    const rehearsal = await rehearse(simulator, { ...options, templateBody: await shippedTemplate(), parameters, onProgress: io.progress })
    io.out(format === 'json' ? rehearsalJson(rehearsal) : rehearsalText(rehearsal, io))
    if (format === 'table') io.note(lookAround(io.called))
    failOn(failuresOf(rehearsal))
  } catch (cause) {
    if (!(cause instanceof Braked)) throw cause
    io.note(hitText(cause.wouldHit, io))
    throw new Error(`${cause.message} Nothing was evaluated. ${advice(enough(cause.brake))}`, { cause })
  }
}

const advice = (percent: number): string =>
  `If that is right, raise it with --brake-percent ${percent}, and in the stack by the parameter BrakePercent.`

const failuresOf = ({ rounds }: Rehearsal) =>
  rounds.flatMap(({ remediations }) => remediations.filter(({ state }) => state !== 'SUCCEEDED'))

/** The result was shown; that something in it went wrong is part of it all the same. */
function failOn(failed: readonly { readonly userName: string }[]): void {
  const names = new Set(failed.map(({ userName }) => userName))
  if (names.size > 0) throw new Error(`The remediation did not succeed for ${[...names].join(', ')}. The result says why.`)
}

const lookAround = (called: string): string => `
To look around with the AWS CLI:  ${called} simulate
which serves the same account and prints what to type. "${called} rehearse --help" has more, e.g. --days 40.`
