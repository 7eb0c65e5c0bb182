import { type Parsed, type Policy, parsePolicy, readCompletedPolicy } from '../../policy/index.ts';

/**
 * The policy as it was accepted. A version from before completed policies were kept is completed now. Throws for one of
 * a newer schema version.
 */
export const readAccepted = ({ document, completed }: { document: unknown; completed: unknown }): Parsed<Policy> =>
  completed === null ? parsePolicy(document) : readCompletedPolicy(completed);
