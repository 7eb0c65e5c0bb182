import type { UserError } from '../../model/index.ts';
import type { ValidationError } from '../../policy/index.ts';
import { invalidDocument } from './invalid-document.ts';

/** The error for metrics of a policy for which neither a scenario nor their names say what they measure. `title`: of the policy. */
export function unknownSignals(title: string, faults: readonly ValidationError[]): UserError {
  const heading = `It is not clear what every metric of ${title} measures. Say so in a file for --world ("npx headcount world init" writes one):`;
  return invalidDocument('The scenario', faults, { text: (lines) => [heading, ...lines].join('\n') });
}
