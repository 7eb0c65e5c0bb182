import { type Parsed, type Policy, parsePolicy, readCompletedPolicy } from '../../policy/index.ts';

/**
 * The policy as it was accepted. Versions that were stored without their defaults get the current defaults. Throws for a
 * newer schema version.
 */
export const readAccepted = ({ document, completed }: { document: unknown; completed: unknown }): Parsed<Policy> =>
  completed === null ? parsePolicy(document) : readCompletedPolicy(completed);
