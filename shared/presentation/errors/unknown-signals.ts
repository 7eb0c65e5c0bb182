import type { UserError } from '../../model/index.ts';
import type { ValidationError } from '../../policy/index.ts';
import { invalidDocument } from './invalid-document.ts';

/** The error for metrics if neither the scenario nor their names say what they measure. `title`: the title of the policy. */
export function unknownSignals(title: string, faults: readonly ValidationError[]): UserError {
  const heading = `It is not clear what some metrics of ${title} measure. Describe them in the field metrics of a scenario file, and pass the file with --world ("npx headcount world init" writes one):`;
  return invalidDocument('The scenario', faults, { text: (lines) => [heading, ...lines].join('\n') });
}
