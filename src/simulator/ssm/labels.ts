import { LabelParameterVersion$, type LabelParameterVersionRequest } from '@aws-sdk/client-ssm'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { labelsOf } from './parameter-labels.ts'
import { find } from './parameter-name.ts'
import { parametersOf } from './parameter-versions.ts'

const MOST = 10

export const labelOperations = [
  operation(
    LabelParameterVersion$,
    ['Name', 'ParameterVersion', 'Labels'],
    ({ Name = '', ParameterVersion, Labels = [] }: LabelParameterVersionRequest, { place }) => {
      const labels = labelsOf(place)
      const { version } = find(place, ParameterVersion === undefined ? Name : `${Name}:${ParameterVersion}`)
      const InvalidLabels = Labels.filter((label) => !/^(?!aws|ssm|\d)[\w.-]+$/i.test(label))
      const given = Labels.filter((label) => !InvalidLabels.includes(label))
      const after = [...new Set([...(labels.get(version) ?? []), ...given])]
      if (after.length > MOST)
        throw new AwsError(
          'ParameterVersionLabelLimitExceeded',
          400,
          `A parameter version can have maximum ${MOST} labels.Move one or more labels to another version and try again.`,
        )
      // A label is of one version: of another it is taken away.
      for (const other of parametersOf(place).get(version.Name) ?? [])
        labels.set(
          other,
          (labels.get(other) ?? []).filter((label) => !given.includes(label)),
        )
      labels.set(version, after)
      return { InvalidLabels, ParameterVersion: version.Version }
    },
  ),
]
