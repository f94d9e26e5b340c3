/** A control that asks for what this tool finds, and the idle days that it names; without days it leaves them to the organization. */
type Control = { readonly standard: string; readonly control: string; readonly days?: number }

const CONTROLS: readonly Control[] = [
  { standard: 'CIS AWS Foundations Benchmark 3.0', control: '1.12', days: 45 },
  { standard: 'CIS AWS Foundations Benchmark 5.0', control: '1.11', days: 45 },
  { standard: 'CIS AWS Foundations Benchmark 6.0', control: '2.11', days: 45 },
  { standard: 'CIS Controls 8.1', control: '5.3', days: 45 },
  { standard: 'PCI DSS 4.0.1', control: '8.2.6', days: 90 },
  { standard: 'NIST SP 800-53 Rev. 5', control: 'AC-2(3)' },
  { standard: 'AWS Foundational Security Best Practices', control: 'IAM.8', days: 90 },
]

/** The controls that a check with this limit supports. It makes nobody compliant. */
export const supported = (limitDays: number): readonly Control[] => CONTROLS.filter(({ days = Infinity }) => limitDays <= days)
