import { perRegion } from '../world/world.ts'
import type { ParameterVersion } from './parameter-versions.ts'

/** What versions of parameters are called. */
export const labelsOf = perRegion(() => new WeakMap<ParameterVersion, readonly string[]>())
