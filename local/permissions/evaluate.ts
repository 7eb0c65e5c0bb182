import { conditionsHold } from './conditions.ts';
import { matches } from './match.ts';
import { listed, type Statement } from './policy.ts';
import type { RequestKeys } from './request-keys.ts';

/** One thing that a call must be allowed to do. */
export interface Need {
  /** `ec2:RunInstances`. */
  readonly action: string;
  /** An ARN, or `*` for an action without resources. */
  readonly resource: string;
  readonly keys?: RequestKeys;
  /** The service does not refuse the call, but reports the denial in its answer. */
  readonly inAnswer?: boolean;
  /** The resource has ended or is unknown, so it has no tags that a condition could find. */
  readonly isGone?: boolean;
}

export type Verdict = 'allowed' | 'denied' | 'explicitly-denied';

/**
 * What identity policies say about a need: a denial wins, and what nobody allows is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * Throws an `UnknownCondition` for a condition of a matching statement that cannot be judged.
 */
export function verdictOn({ action, resource, keys = {} }: Need, statements: readonly Statement[]): Verdict {
  const speaking = statements.filter(
    (statement) =>
      listed(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      listed(statement.Resource).some((pattern) => matches(pattern, resource)),
  );
  const effects = speaking.filter((statement) => conditionsHold(statement, keys)).map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'explicitly-denied';
  return effects.includes('Allow') ? 'allowed' : 'denied';
}
