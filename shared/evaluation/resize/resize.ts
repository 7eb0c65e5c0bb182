import { changed, type GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { GroupContext } from '../observe/context.ts';
import { admitted } from '../plan/admit.ts';
import { because, underWay } from '../reasons.ts';
import { recordedCase } from '../recorded-case.ts';
import type { EvaluationReport } from '../report.ts';
import { lookAgainIn } from '../triggers/follow-up.ts';
import { activityOf, claimRequest } from './claim.ts';
import { execute } from './execute.ts';
import { reasonOf } from './reason-of.ts';
import { remember } from './remember.ts';

type Report = Omit<EvaluationReport, 'group' | 'trigger' | 'at' | 'seen'>;

/** Plan → admit → claim → execute → settle, if the decision or a missing worker asks for it; else what was learned is kept. */
export async function resize(context: GroupContext, dependencies: EvaluationDependencies): Promise<Report> {
  const { policy, now, state } = context;
  if (policy.dryRun) {
    const { decision } = context;
    dependencies.record?.(recordedCase(context));
    // What it would propose counts for its next decision. Its size does not: nothing was done, so it is what is there.
    await remember(context, decision, false, dependencies);
    return { result: 'dry-run', reason: because['dry-run']({ decision: decision.reason }), decision };
  }
  const id = dependencies.newActivityId(now);
  const { decision, observation, intent, notes, drawn } = await admitted(context, id, dependencies);
  dependencies.record?.(recordedCase({ ...context, decision, observation }));
  const explained = { decision, ...(notes.length > 0 && { notes }) };
  if (!intent) {
    // A move whose workers are there already is a move, with its cooldown.
    await remember(context, decision, true, dependencies);
    return { result: 'held', reason: decision.reason, ...explained };
  }
  const activity = activityOf(context, id, { decision, intent, notes }, dependencies.holder);
  const request = claimRequest(context, activity, dependencies.leaseSeconds);
  const claim = await dependencies.claims.begin(request);
  if (!claim.won) {
    if (drawn) await dependencies.providers.of(intent.provider).giveBack(drawn);
    return { ...lost(claim.state), ...explained };
  }
  const claimed = changed(state, request.change);
  const settled = await execute(activity, claimed, context.description.workers, dependencies);
  return {
    ...{ result: 'resized', reason: reasonOf(settled.activity), ...explained, activity: id, intent },
    lookAgainIn: lookAgainIn(policy, intent),
    ...(settled.activity.outcome ? { outcome: settled.activity.outcome } : {}),
  };
}

function lost(winner: GroupState | null): Report {
  const claim = winner?.claim;
  const reason = claim ? underWay(claim, claim.leaseUntil) : because['group-changed']({});
  return { result: 'lost', reason };
}
