import { runSentences } from '../reports/run-sentences.ts'
import { CheckFound, Interrupted, type Io } from './io.ts'
import { giveGathered } from './give-gathered.ts'
import type { ScanOptions } from './make-scan.ts'
import type { OrganizationChoice } from './organization-option.ts'
import { readOrganization, type Ended } from './read-organization.ts'

/** @throws Interrupted, Error or CheckFound as the result asks for it, after it was given */
export async function scanOrganization(
  { format, failOnUnused, ...options }: ScanOptions,
  choice: OrganizationChoice,
  io: Io,
): Promise<void> {
  const ended = await readOrganization(options, choice, io)
  try {
    await giveGathered({ runs: [ended], single: [] }, { format, out: undefined }, io)
  } finally {
    await ended.close()
  }
  failAsItEnded(ended, failOnUnused)
}

/** Interrupted goes before failed, failed before found. */
export function failAsItEnded({ run, kept, isInterrupted }: Ended, failOnUnused: boolean): void {
  const said = runSentences(run)
  const goOn =
    kept === undefined ? 'With --out FILE it could be gone on with.' : `To go on: the same command with --resume ${kept} in place of --out.`
  if (isInterrupted && said.notBegun !== undefined) throw new Interrupted(`Interrupted: ${said.notBegun}. ${goOn}`)
  if (said.failed !== undefined) throw new Error(`${said.failed}. ${kept === undefined ? '' : goOn}`.trim())
  if (said.unknown !== undefined) throw new Error(`${said.unknown}. The findings are of the others.`)
  if (failOnUnused && said.unused !== undefined) throw new CheckFound(`${said.unused} (--fail-on-unused).`)
}
