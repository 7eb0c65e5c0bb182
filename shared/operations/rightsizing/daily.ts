import {
  type AcceptedPolicies,
  acceptPrices,
  type GroupSizing,
  type GroupStates,
  type PriceUse,
  type SizingRecords,
  sizingMark,
} from '../../evaluation/index.ts';
import { errorText } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { HOUR_MS } from '../../prices/index.ts';
import { moduleFor, sizingFor } from '../../providers/index.ts';
import { activePolicies } from '../groups/workers.ts';
import { LEAST_SPAN_MS, spanOf } from './apply.ts';
import { type RightsizeUse, rightsize } from './rightsize.ts';

const DAY_MS = 24 * HOUR_MS;
/** Shorter than a day, because the schedule is not exact. */
const AGAIN_AFTER_MS = DAY_MS - 10 * 60_000;
/** Evaluations ask once a day. */
const ASKED_WITHIN_MS = 2 * DAY_MS;
/** In one run. With 96 runs a day, that is enough for nearly 2,000 groups. */
const MOST_PER_RUN = 20;
/** After a failure. Every attempt reads metrics that CloudWatch charges for, and takes the place of another group. */
const AGAIN_AFTER_FAILURE_MS = 6 * HOUR_MS;
const DAYS = 14;

export interface DailyUse extends RightsizeUse {
  readonly sizings: Pick<SizingRecords, 'tried' | 'store'>;
  readonly states: Pick<GroupStates, 'read'>;
  readonly policies: AcceptedPolicies;
  readonly prices: PriceUse;
}

export interface Rightsized {
  readonly group: string;
  readonly types: readonly string[];
  /** The code of the verdict. */
  readonly verdict: string;
}

/** The groups that ask for right-sizing and have had none for a day, those that wait longest first. */
export const dueSizings = (groups: ReadonlyMap<string, GroupSizing>, now: number): string[] =>
  [...groups]
    .filter(
      ([, { neededAt = 0, triedAt = 0, sizing }]) =>
        now - neededAt < ASKED_WITHIN_MS &&
        now - (sizing?.at ?? 0) >= AGAIN_AFTER_MS &&
        now - triedAt >= AGAIN_AFTER_FAILURE_MS,
    )
    .sort(([, one], [, other]) => lastOf(one) - lastOf(other))
    .slice(0, MOST_PER_RUN)
    .map(([group]) => group);

const lastOf = ({ triedAt = 0, sizing }: GroupSizing): number => Math.max(triedAt, sizing?.at ?? 0);

/** Right-sizes groups and stores which types their launches use. The failure of a group does not affect others: it is tried again some hours later. */
export async function rightsizeGroups(
  groups: readonly string[],
  now: number,
  use: DailyUse,
): Promise<{ readonly done: readonly Rightsized[]; readonly failed: readonly { group: string; error: string }[] }> {
  const read = await use.states.read(groups);
  const states = read.usable();
  const policies = await activePolicies(states, use);
  const done: Rightsized[] = [];
  const failed: { group: string; error: string }[] = [];
  for (const group of groups) {
    try {
      // Before anything else: a group that fails, or takes all the time of the function, must not be the first of each run.
      await use.sizings.tried(group, now);
      const policy = policies.get(group);
      const sizing = sizingFor(policy?.provider);
      if (!policy || !sizing?.applies) continue;
      const found = await rightsize(policy, { days: DAYS, now, state: read.usableOf(group) }, use);
      const { verdict, launches } = found.recommendation;
      const types = spanOf(found) >= LEAST_SPAN_MS && (await isPayable(policy, launches, now, use)) ? launches : [];
      await use.sizings.store(group, { at: now, of: sizingMark(sizing), types, verdict });
      done.push({ group, types, verdict: verdict.code });
    } catch (error) {
      failed.push({ group, error: errorText(error) });
    }
  }
  return { done, failed };
}

/**
 * Whether launches of these types are within what the policy's budget allows. Their prices are stored, so that the budget of
 * the next evaluation knows them.
 */
async function isPayable(
  policy: Policy,
  types: readonly string[],
  now: number,
  { prices }: DailyUse,
): Promise<boolean> {
  const { provider } = policy;
  if (!provider || types.length === 0) return false;
  const changed = moduleFor(provider).withTypes?.(provider, types) as typeof provider | undefined;
  return changed !== undefined && (await acceptPrices({ ...policy, provider: changed }, prices, now)).length === 0;
}
