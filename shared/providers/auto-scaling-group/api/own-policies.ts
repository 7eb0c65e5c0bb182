import type { QueryCall } from '../../../aws/query/call.ts';
import type { Reason } from '../../../model/index.ts';
import { because } from '../because.ts';
import type { DescribedGroup } from '../described/group.ts';
import { describePolicies } from './describe-policies.ts';
import { describeScheduled } from './describe-scheduled.ts';

/** How long an answer is good for, in ms: policies change rarely, and every group would be asked about. */
const GOOD_FOR = 15 * 60_000;

/**
 * Warns of a group that scales itself. Suspended, its policies and scheduled actions do nothing, and there is nothing to
 * warn of. Answers are kept for 15 minutes.
 */
export function ownPolicies(call: QueryCall) {
  const known = new Map<string, { readonly at: number; readonly names: Promise<string[]> }>();

  const namesOf = async ({ name, suspended }: DescribedGroup): Promise<string[]> => {
    const [policies, scheduled] = await Promise.all([
      suspended.includes('AlarmNotification') ? [] : describePolicies(call, name),
      suspended.includes('ScheduledActions') ? [] : describeScheduled(call, name),
    ]);
    return [...policies.filter(({ enabled }) => enabled), ...scheduled].map((one) => one.name);
  };

  return async (group: DescribedGroup, now: number): Promise<Reason | null> => {
    const key = JSON.stringify([group.arn, group.suspended]);
    const kept = known.get(key);
    const names = kept !== undefined && now < kept.at + GOOD_FOR ? kept.names : namesOf(group);
    if (names !== kept?.names) known.set(key, { at: now, names });
    // A failed call is not kept.
    names.catch(() => known.delete(key));
    const policies = await names;
    return policies.length > 0 ? because['group-has-scaling-policies']({ name: group.name, policies }) : null;
  };
}
