import { pathText, type ValidationError } from '../../model/index.ts';
import type { Policy } from '../policy.ts';
import { warning } from './reasons.ts';

/** The warnings that the author does not know of, or does not accept. */
export function withoutAcknowledged({ acknowledge = [] }: Policy, all: readonly ValidationError[]): ValidationError[] {
  return all.filter(({ code }) => !acknowledge.includes(code));
}

/** Codes that the author acknowledges, and of which the policy has no warning, such as one that is misspelled. */
export function unusedAcknowledgements(
  { acknowledge = [] }: Policy,
  all: readonly ValidationError[],
): ValidationError[] {
  const occurring = new Set(all.map(({ code }) => code));
  return acknowledge.flatMap((code, index) =>
    occurring.has(code) ? [] : [warning(pathText(['acknowledge', index]), 'acknowledgement-unused', { code })],
  );
}
