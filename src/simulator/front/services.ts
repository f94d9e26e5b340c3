import { cloudFormationService } from '../cloudformation/service.ts'
import { cloudWatchService } from '../cloudwatch/service.ts'
import { configService } from '../config/service.ts'
import { dynamoDbService } from '../dynamodb/service.ts'
import { iamService } from '../iam/service.ts'
import { lambdaService } from '../lambda/service.ts'
import { logsService } from '../logs/service.ts'
import type { Service } from '../world/operation.ts'
import { snsService } from '../sns/service.ts'
import { ssmService } from '../ssm/service.ts'
import { stsService } from '../sts/service.ts'

export const SERVICES: readonly Service[] = [
  iamService,
  stsService,
  ssmService,
  configService,
  lambdaService,
  cloudFormationService,
  logsService,
  snsService,
  cloudWatchService,
  dynamoDbService,
]
