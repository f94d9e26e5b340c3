import { perAccount, perWorld } from '../world/world.ts'
import type { ExecutionEnvironment } from './environment.ts'
import { FunctionProcesses } from './processes.ts'

/** Function environments at work or waiting, by the access key id that they were given. */
export const environmentsOf = perAccount(() => new Map<string, ExecutionEnvironment>())

/** The processes in which functions run. */
export const processesOf = perWorld(() => new FunctionProcesses())
