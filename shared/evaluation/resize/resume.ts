import type { Description } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { publishAll } from '../events/publish.ts';
import { becauseOfRecord, recordFault } from '../record-reasons.ts';
import { execute } from './execute.ts';
import type { Settled } from './settle.ts';

/**
 * Claims one unfinished activity and completes it as planned. Skips what `workers` shows as done.
 * `taken`: another evaluation has the claim; `later`: the account's budget of calls is used up.
 */
export async function resume(
  group: string,
  id: string,
  state: GroupState,
  { workers, members = [] }: Pick<Description, 'workers' | 'members'>,
  dependencies: EvaluationDependencies,
): Promise<Settled | 'taken' | 'later'> {
  const now = dependencies.clock();
  const { holder, leaseSeconds, providers } = dependencies;
  // Read before the claim, because a claim would block `redrive`, the only remedy for an activity without a record.
  const activity = await dependencies.activities.read(group, id);
  if (!activity) throw recordFault(becauseOfRecord['activity-missing']({ activity: id, group }));
  const provider = providers.of(activity.intent.provider);
  const drain = state.drains.find((each) => each.activity === id);
  const request = { urgency: 'usual' as const, isPreview: false };
  const { granted, drawn } = await provider.admitRemoval(drain?.workers.length ?? 0, request);
  if (!granted) return 'later';
  const leaseUntil = now + leaseSeconds * 1000;
  const claim = await dependencies.claims.resume({ state, activity: id, holder, now, leaseUntil });
  if (!claim.won) {
    if (drawn) await provider.giveBack(drawn);
    return 'taken';
  }
  const { kind } = activity.intent;
  // Those that had returned to the warm pool before a crash are members by now, and have drained.
  const returned = members.map((each) => ({ ...each, drained: true, drainingUntil: drain?.until ?? null }));
  const shown = kind === 'pool' ? members : kind === 'remove' ? [...workers, ...returned] : workers;
  const settled = await execute({ ...activity, holder }, state, shown, leaseUntil, dependencies);
  await publishAll(group, { ...state.outbox, ...settled.entries }, [settled.activity], dependencies);
  return settled;
}
