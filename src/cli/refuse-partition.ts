import { Refusal } from './io.ts'

/** The simulator's ARNs are those of the partition aws, and so exclusions by ARN would mean nobody there. @throws Refusal for an account of another */
export function refuseOtherPartition(arn: string): void {
  const [, partition] = arn.split(':')
  if (partition !== 'aws')
    throw new Refusal(
      `This account is in the partition ${partition}, and a rehearsal knows the partition aws alone: a snapshot of it could not be played truly. Nothing was read.`,
    )
}
