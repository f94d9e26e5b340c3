import { daysBetween, instant } from '../judgement/instant.ts'
import { EXCLUSION_TAG } from '../exclusions/exclusion-tag.ts'
import { moment } from './explained-clock.ts'
import type { CredentialFinding, Findings, UserFinding } from './findings.ts'

/** Credentials that are the last way in of the last administrator, by id, and why they are kept. */
export type Kept = ReadonlyMap<string, string>

/** What the next run of the rule does, and then the remediation by either runbook. */
export type NextRun = { readonly rule: readonly string[]; readonly guarded: readonly string[]; readonly awsManaged: readonly string[] }

export function nextRun(user: UserFinding, findings: Findings, kept: Kept): NextRun {
  switch (user.verdict.kind) {
    case 'unknown':
      return {
        rule: ['The rule gives no verdict of whom it cannot read, and its run fails with an error that names the user.'],
        ...NOTHING,
      }
    case 'excluded':
      return excludedRun(user)
    case 'compliant':
      return { rule: ['The rule reports COMPLIANT; nothing is revoked.', ...firstDue(user)], ...NOTHING }
    case 'non-compliant':
      return {
        rule: [
          'The rule reports NON_COMPLIANT, and AWS Config starts the remediation, unless the brake ends the run or the remediation is not automatic.',
        ],
        guarded: guarded(user, kept),
        awsManaged: awsManaged(user, findings, kept),
      }
  }
}

const NOTHING = { guarded: [], awsManaged: [] }

function excludedRun({ verdict, credentials }: UserFinding): NextRun {
  const by = verdict.kind === 'excluded' ? verdict.by : 'entry'
  return {
    rule: ['The rule reports COMPLIANT, so no remediation begins.'],
    guarded: credentials.some((each) => each.verdict === 'unused')
      ? ['Should a remediation be under way, Guarded reads the exclusions again before it acts, and spares this user.']
      : [],
    awsManaged: credentials.some((each) => each.verdict === 'unused')
      ? [
          by === 'tag'
            ? `Should a remediation be under way, the AWS-owned runbook cannot act on this user: its role is denied that where the tag ${EXCLUSION_TAG} is.`
            : `Should a remediation be under way, the AWS-owned runbook knows nothing of the list and revokes. Only the tag ${EXCLUSION_TAG} binds it.`,
        ]
      : [],
  }
}

function firstDue({ credentials }: UserFinding): readonly string[] {
  const [first] = credentials.flatMap(({ clock }) => (clock === undefined ? [] : [clock.due])).toSorted()
  return first === undefined
    ? []
    : [`The first run after ${moment(first)} is the first that can report NON_COMPLIANT, if nothing happens before.`]
}

const guarded = ({ credentials }: UserFinding, kept: Kept): readonly string[] =>
  credentials
    .filter(({ standing }) => standing === 'unused')
    .map((each) => {
      const why = kept.get(each.id)
      return why === undefined ? `Guarded ${revokes(each)}, after it has read everything again.` : `Guarded keeps ${nameOf(each)}: ${why}.`
    })

/** The AWS-owned runbook looks at the last use, or at the creation of what was never used; not at what was created or restored since, and not at who is the last to get in. */
function awsManaged({ credentials }: UserFinding, { asOf, limitDays }: Findings, kept: Kept): readonly string[] {
  const taken = credentials.filter((each) => each.status === 'active' && isOldByUse(each))
  return taken.map((each) => {
    const why = kept.get(each.id)
    const but =
      why === undefined
        ? each.standing === 'unused'
          ? ''
          : ', though it is not unused: it does not count creation or restore after the last use'
        : `, though ${why}: it does not know that`
    return `The AWS-owned runbook ${revokes(each)}${but}.`
  })

  function isOldByUse({ lastUse, created, changed }: CredentialFinding): boolean {
    const from = lastUse.kind === 'at' ? lastUse.at : (created ?? changed)
    return from !== undefined && daysBetween(instant(from), instant(asOf)) >= limitDays
  }
}

const revokes = (credential: CredentialFinding): string =>
  credential.kind === 'password' ? 'deletes the password' : `deactivates ${nameOf(credential)}`

const nameOf = ({ kind, id }: CredentialFinding): string => (kind === 'password' ? 'the password' : `access key ${id}`)
