import { define, type Reason } from '../model/index.ts';

/** Why the stored state of a group cannot be used. `slice` is a part of the state, or `item` for the whole. */
export const reasons = {
  'state-newer': define<{ group: string; slice: string; version: number; known: number }>(
    'The stored state was written by a newer version of Headcount.',
    ({ group, slice, version, known }) =>
      `The state of ${group} has ${slice === 'item' ? 'layout' : `slice ${slice} in`} schema version ${version}; this version of Headcount reads up to ${known}. Update Headcount.`,
  ),
  'state-invalid': define<{ group: string; slice: string; field: string; fault: Reason }>(
    'The stored state has a value that Headcount does not write.',
    ({ group, slice, field, fault }, sentence) =>
      `The state of ${group} is not valid: ${slice === 'item' ? '' : `slice ${slice}, `}${field === '' ? '' : `field ${field} `}${sentence(fault)}. Was it changed by hand? See docs/how-to/runbook.md.`,
  ),
};
