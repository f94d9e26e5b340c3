import { roleSessions } from '../aws/role-sessions.ts'
import { isoTime } from '../judgement/instant.ts'
import { begunLine, type BegunLine, type Line } from '../organization/line.ts'
import { nameOf, readAll, skippedLine } from '../organization/read-all.ts'
import { FRESH_HOURS, resumed } from '../organization/resume.ts'
import { follow, type Run } from '../organization/run.ts'
import { accountLineText, named } from '../reports/run-sentences.ts'
import { messageOf } from '../text/message-of.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import { holdFile } from './hold-file.ts'
import { UsageError, type Io } from './io.ts'
import { linesIn, moreLines, newLines, type LinesFile } from './lines-file.ts'
import type { ScanOptions } from './make-scan.ts'
import { narrowText } from './narrow.ts'
import type { OrganizationChoice } from './organization-option.ts'
import { reached, type Reached } from './reached.ts'
import { readAccount } from './read-account.ts'
import { unknownSharedList } from './shared-list.ts'
import { version } from './version.ts'
import { whichAccounts, type Chosen } from './which-accounts.ts'

export type ReadOptions = Omit<ScanOptions, 'format' | 'failOnUnused'>

/** What became of the accounts, and the lines that say so. */
export type Ended = {
  readonly run: Run
  readonly file: string
  /** The same file, where it stays after `close`. */
  readonly kept: string | undefined
  readonly isInterrupted: boolean
  readonly close: () => Promise<void>
}

/** Read an organization's accounts, each into a line. @throws UsageError where the file is not to be had, or is of something else */
export async function readOrganization(options: ReadOptions, choice: OrganizationChoice, io: Io, reach = reached): Promise<Ended> {
  const { out } = options
  const { resume } = choice
  if (resume !== undefined && out !== undefined && out !== resume)
    throw new UsageError(`--resume goes on in ${resume} itself: leave --out out.`)
  let isInterrupted = false
  void io.interrupted().then(() => {
    isInterrupted = true
    io.note('Interrupted: accounts that were begun are finished first.')
  })
  const here = await reach(io)
  here.sayWrongClock()
  const chosen = await whichAccounts(choice, io)
  const begun = headOf(here, chosen, options, choice)
  const following = follow()
  const { lines, done } = await held(resume ?? out, async () => ({
    done: resume === undefined ? new Set<string>() : await earlier(resume, begun, following, here, io),
    lines: resume === undefined ? await newLines(out) : await moreLines(resume),
  }))
  const sessions = roleSessions(here.clock)
  const unknown = new Map<string, string>()
  try {
    await keep(begun)
    for (const skip of chosen.selection.skipped) await keep(skippedLine(skip, here.clock()))
    const toRead = chosen.selection.toRead.filter(({ id }) => !done.has(id))
    let ended = 0
    say(0)
    await readAll(toRead, {
      read: (account) =>
        readAccount(
          account,
          { ...options, ...choice, judging: options, here, sessions, sharedUnknown: (id, why) => unknown.set(id, why) },
          io,
        ),
      stateOf: chosen.stateOf,
      keep: async (line) => {
        await keep(line)
        ended += 1
        io.note(`[${ended}/${toRead.length}] ${accountLineText(line)}`)
        say(ended)
      },
      isInterrupted: () => isInterrupted,
      clock: here.clock,
      roleName: choice.roleName,
      concurrency: choice.concurrency,
    })
    function say(count: number): void {
      io.progress(`Reading the organization: ${count} of ${plural(toRead.length, 'account')}`)
    }
  } catch (error) {
    await lines.close()
    throw error
  } finally {
    sessions.close()
  }
  const [[first, why] = []] = unknown
  if (first !== undefined && why !== undefined)
    io.note(`In ${plural(unknown.size, 'account')} (${named([...unknown.keys()])}) this holds. ${unknownSharedList(why)}`)
  const { file } = lines
  const kept = resume ?? out
  if (kept !== undefined)
    io.note(`Each account's findings are in ${kept}, a line each. "iam-cleanup report ${kept}" shows them in any format.`)
  return { run: following.run(), file, kept, isInterrupted, close: lines.close }

  async function keep(line: Line): Promise<void> {
    await lines.add(line)
    following.take(line)
  }
}

/** Two at once would read the same accounts, and write them both: the file is held from before it is looked at until it is closed. */
async function held(file: string | undefined, open: () => Promise<Opened>): Promise<Opened> {
  const letGo = file === undefined ? async () => undefined : await holdFile(file)
  try {
    const { lines, done } = await open()
    const close = async (): Promise<void> => {
      try {
        await lines.close()
      } finally {
        await letGo()
      }
    }
    return { done, lines: { ...lines, close } }
  } catch (error) {
    await letGo()
    throw error
  }
}

type Opened = { readonly lines: LinesFile; readonly done: ReadonlySet<string> }

function headOf(here: Reached, { organizationId, accounts }: Chosen, options: ReadOptions, { roleName }: OrganizationChoice): BegunLine {
  const { limitDays, dueWithinDays, exclusionParameter, shared, ledger, at, narrowing, live } = options
  return begunLine({
    toolVersion: version(),
    at: isoTime(here.now),
    organizationId,
    caller: plain(here.arn),
    terms: {
      'a limit of days': String(limitDays),
      '--due-within': String(dueWithinDays),
      '--excluded-users': plain(exclusionParameter),
      '--shared-exclusions': plain(shared.sharedExclusions ?? ''),
      '--ledger-table': plain(ledger.ledgerTable ?? ''),
      '--stack-name': plain(ledger.stackName ?? ''),
      '--at': at?.toJSON() ?? '',
      '--region': here.region,
      '--role-name': plain(roleName),
      '--live': live ? 'yes' : '',
      narrowing: plain(narrowText(narrowing).join(', ')),
    },
    accounts: accounts.map((account) => nameOf(account)),
  })
}

/** Follow the lines of an earlier run. @returns whose need not be read again; @throws UsageError where it was another one */
async function earlier(
  file: string,
  meant: BegunLine,
  following: ReturnType<typeof follow>,
  here: Reached,
  io: Io,
): Promise<ReadonlySet<string>> {
  let lines = 0
  for await (const line of linesIn(file)) {
    following.take(line)
    lines += 1
  }
  if (lines === 0) throw new UsageError(`There is nothing in ${file} to go on with: begin with --out.`)
  const was = resumed(runOf(file, following), meant, here.now)
  if (was.kind === 'other') throw new UsageError(`${file} cannot be gone on with: ${was.why}. Say the same, or begin anew with --out.`)
  const again = was.old === 0 ? '' : `; ${plural(was.old, 'account')} read more than ${FRESH_HOURS} hours ago will be read again`
  io.note(`${plural(was.done.size, 'account')} of ${file} need not be read again${again}.`)
  return was.done
}

function runOf(file: string, following: ReturnType<typeof follow>): Run {
  try {
    return following.run()
  } catch (cause) {
    throw new UsageError(`${file} cannot be gone on with: ${messageOf(cause)}. Begin anew with --out.`, { cause })
  }
}
