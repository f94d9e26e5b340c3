import type { OrganizationRehearsal } from '../rehearsal/organization-rehearsal.ts'

/** One JSON document, for programs. Its shape is a promise: docs/rehearsal.md. */
export const organizationRehearsalJson = (rehearsal: OrganizationRehearsal): string => JSON.stringify(rehearsal, undefined, 2)
