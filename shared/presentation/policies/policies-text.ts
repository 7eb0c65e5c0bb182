import type { PolicyRecords } from '../../evaluation/index.ts';
import { faultText } from '../../policy/index.ts';
import { isoText } from '../layout/times.ts';

type Status = Awaited<ReturnType<PolicyRecords['status']>> & { readonly group: string };

/** A group's policy as JSON for people: the version in force, and the errors of a newer document. */
export const policyStatusDocument = ({ group, inForce, newest, errors }: Status) => ({
  group,
  version: inForce,
  acceptedAt: isoText(newest?.at ?? null),
  by: newest?.by ?? null,
  because: newest?.because ?? null,
  faults: errors,
});

/** The errors of a rejected document, one on each line; null without one. */
export const faultsText = ({ errors }: Pick<Status, 'errors'>): string | null =>
  errors.length === 0 ? null : errors.map(faultText).join('\n');
