import { type Verdict, verdictOn } from './evaluate.ts';
import { matches } from './match.ts';
import { listed, type Statement } from './policy.ts';
import type { KeyValues } from './request-keys.ts';

/** A call as IAM's policy simulator is asked about it. */
export interface Simulation {
  readonly action: string;
  readonly resource: string;
  /** Values by condition key. */
  readonly context: Readonly<Record<string, KeyValues>>;
}

export interface SimulationResult extends Simulation {
  readonly verdict: Verdict;
  /** Condition keys of the statements about the action that have no value. */
  readonly missing: readonly string[];
}

/**
 * What IAM's policy simulator says of a call. A key without a value is one that the request does not have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
export function simulated(simulation: Simulation, statements: readonly Statement[]): SimulationResult {
  const { action, resource, context } = simulation;
  const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const wanted = keysIn(statements.filter((statement) => isAbout(statement, action)));
  const missing = [...wanted].filter((key) => !given.has(key));
  const values = Object.fromEntries([...given, ...missing.map((key) => [key, null] as const)]);
  return {
    ...simulation,
    verdict: verdictOn({ action, resource, keys: { values } }, statements),
    missing,
  };
}

const isAbout = ({ Action }: Statement, action: string): boolean =>
  listed(Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));

/** In lower case: names of condition keys ignore case. */
const keysIn = (statements: readonly Statement[]): ReadonlySet<string> =>
  new Set(
    statements.flatMap(({ Condition = {} }) =>
      Object.values(Condition).flatMap((conditions) => Object.keys(conditions).map((key) => key.toLowerCase())),
    ),
  );
