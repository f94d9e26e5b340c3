import { moment } from '../../findings/explained-clock.ts'
import type { Findings } from '../../findings/findings.ts'
import { plural } from '../../text/plural.ts'
import { supported } from '../standards.ts'
import { totalsSentences } from '../totals-text.ts'
import { foreign, markup, type Markup } from './markup.ts'

/** Whence all of it comes, for who has to rely on it; and on paper a place to sign. */
export const evidence = (documents: readonly Findings[]): Markup =>
  markup`<section id="evidence">
    <h2>Evidence</h2>
    <p>
      Everything here is made from the findings document that the digest names; "iam-cleanup scan --format json" writes it. Who was judged,
      excluded, not judged and deleted meanwhile adds up to who was listed.
    </p>
    ${documents.map(
      (findings) =>
        markup`<dl class="evidence">
          ${factsOf(findings).map(
            ([name, value]) =>
              markup`<div>
                <dt>${name}</dt>
                <dd>${foreign(value)}</dd>
              </div> `,
          )}
        </dl> `,
    )}
    <dl class="sign">
      <div>
        <dt>Reviewed by</dt>
        <dd></dd>
      </div>
      <div>
        <dt>Date</dt>
        <dd></dd>
      </div>
      <div>
        <dt>Signature</dt>
        <dd></dd>
      </div>
    </dl>
  </section> `

function factsOf(findings: Findings) {
  const { account, asOf, createdAt, caller, toolVersion, data, limitDays, dueWithinDays, narrowedTo, exclusions, ledger, digest } = findings
  const controls = supported(limitDays).map(({ standard, control }) => `${standard}: ${control}`)
  return [
    ['Account', `${account.id}${account.alias === undefined ? '' : ` (${account.alias})`}, Region ${account.region}`],
    ['Made', `${moment(createdAt)} by ${caller} with version ${toolVersion}`],
    ['Judged', `as of ${moment(asOf)}, limit ${plural(limitDays, 'day')}, soon is within ${plural(dueWithinDays, 'day')}`],
    ['Data', `users listed ${moment(data.usersListed)}; ${reportOf(data.report)}`],
    ['Asked for', narrowedTo.length === 0 ? 'all users' : narrowedTo.join(', ')],
    [
      'Exclusion list',
      exclusions.list === 'read'
        ? `${exclusions.parameter}, entries: ${exclusions.entries.length}`
        : `there is no ${exclusions.parameter} in this Region`,
    ],
    ...(exclusions.shared === undefined ? [] : [['Shared exclusion list', exclusions.shared] as const]),
    [
      'Ledger',
      ledger.kind === 'read' ? `${ledger.table}, credentials: ${ledger.items.length}` : `there is no ${ledger.table} in this Region`,
    ],
    ['Totals', totalsSentences([findings]).join(' ')],
    [
      'Supports',
      controls.length === 0 ? 'no control that we know of, with this limit' : `${controls.join('; ')}. A check makes nobody compliant.`,
    ],
    ['Digest', digest],
  ] as const
}

function reportOf(report: Findings['data']['report']): string {
  switch (report.kind) {
    case 'used':
      return `credential report of ${moment(report.generated)}`
    case 'unavailable':
      return `no credential report (${report.why}), every user read live`
    case 'not-asked':
      return 'every user read live'
  }
}
