import type { Decision } from '../shared/decision/index.ts';
import { table } from './output.ts';

/** A decision for people: the sentence first, then how it came about, stage by stage. */
export function decisionText({ group, reason, current, desired, blockedBy, retire, trace }: Decision): string {
  const lines = [`${group}: ${reason}`, ''];
  lines.push(
    table(
      ['STAGE', 'CAPACITY', 'BECAUSE'],
      trace.map(({ stage, proposed, because }) => [stage, proposed, because]),
    ),
  );
  lines.push('', `current ${current}, desired ${desired}${blockedBy ? `, held back by ${blockedBy}` : ''}`);
  if (retire.length > 0) lines.push(`retires ${retire.join(', ')}`);
  return lines.join('\n');
}
