import { lazyModule } from '../model/index.ts';
import type { Description } from '../providers/index.ts';
import { type GroupState, type Outbox, poolSlice } from '../state/index.ts';
import { because, underWay } from './because.ts';
import type { Needs } from './cluster/needs.ts';
import type { Decided } from './cluster/pass.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import { publishAll } from './events/publish.ts';
import type { Trigger } from './model.ts';
import { deciding, NOT_DESCRIBED } from './observe/context.ts';
import { describedAgain } from './observe/describe-groups.ts';
import type { GroupContext } from './observe/group-context.ts';
import type { Observed } from './observe/observe.ts';
import { reconcile } from './observe/reconcile.ts';
import { isEmptied } from './policies/deletion.ts';
import { becauseOfRecord, recordFault } from './record-reasons.ts';
import type { EvaluationReport } from './report.ts';
import { resumeAll } from './resize/resume-all.ts';

/** One evaluation of many groups. */
export interface Pass {
  readonly trigger: Trigger;
  /** When it began to observe; ms since the epoch. */
  readonly begunAt: number;
  /** What is left in the outboxes that this pass has published, by group. */
  readonly published: Map<string, Outbox>;
}

/** A group with its decision, before the resize. */
export interface DecidedGroup extends Decided {
  readonly finished: Pick<EvaluationReport, 'finished'>;
}

/** Why a group is not decided. */
export type Undecided = Pick<EvaluationReport, 'result' | 'reason' | 'finished'>;

/** Whether a group has a decision. The others have their report already. */
export const isDecided = <Other extends object>(each: DecidedGroup | Other): each is DecidedGroup => 'context' in each;

/**
 * Completes the unfinished activities of a group, and decides. `needs`: those of its cluster. Throws if the group cannot be
 * described, or its policy cannot be read.
 */
export async function decideGroup(
  group: string,
  needs: Needs | undefined,
  pass: Pass,
  observed: Observed,
  dependencies: EvaluationDependencies,
): Promise<DecidedGroup | Undecided> {
  const now = dependencies.clock();
  const read = observed.states.get(group);
  // After a pause, the workers that were listed before it may lack what was launched, and EC2 may have forgotten the token.
  if (now - pass.begunAt >= dependencies.leaseSeconds * 1000)
    return { result: 'lost', reason: because['group-changed']({}) };
  if (!read) return { result: 'skipped', reason: because['unknown-group']({}) };
  if (read.claim && read.claim.leaseUntil > now) return { result: 'lost', reason: underWay(read.claim) };

  // A group that is decided twice publishes once: the state that was read still has what was published.
  const outbox = pass.published.get(group) ?? (await publishAll(group, read.outbox, [], dependencies));
  pass.published.set(group, outbox);

  const description = observed.descriptions.get(group) ?? NOT_DESCRIBED;
  if (description instanceof Error) throw description;
  const { state, finished: completed } = await resumeAll({ ...read, outbox }, description, now, dependencies);
  const finished = completed.length > 0 ? { finished: completed } : {};
  if (state === null) return { result: 'lost', reason: because['group-changed']({}), ...finished };

  // The observation is only valid for the policy version that was active when the state was read.
  const { version, deleting } = state.policy;
  if (version !== read.policy.version || deleting !== read.policy.deleting)
    return { result: 'lost', reason: because['policy-changed']({}), ...finished };
  if (version === null) {
    await cleanUp(state, description, now, dependencies);
    return { result: 'skipped', reason: because['no-policy-in-force']({}), ...finished };
  }
  const accepted = observed.policies.get(group);
  if (!accepted) throw observed.policyErrors.get(group) ?? recordFault(becauseOfRecord['policy-not-read']({ group }));
  if (deleting && (accepted.dryRun || isEmptied(state, description))) {
    await dependencies.states.finalizeDeletion(state, now);
    return { result: 'skipped', reason: because['group-deleted']({}), ...finished };
  }

  const current = completed.length > 0 ? await describedAgain(state, accepted, description, dependencies) : description;
  const decide = deciding(accepted, state, current, observed, { trigger: pass.trigger, now });
  const first = decide(needs);
  const added = await addedTo(first, state, dependencies);
  const context = { ...first, ...added };
  if (!context.policy.dryRun) await reconcile(context, dependencies);
  return { context, finished, again: (others) => ({ ...decide(others), ...added }) };
}

/** Facts that few groups have. To find or store them takes calls. */
async function addedTo(
  context: GroupContext,
  before: GroupState,
  dependencies: EvaluationDependencies,
): Promise<Pick<GroupContext, 'spending' | 'overflowNews' | 'rolloutNews'>> {
  const { now } = context;
  const hasClosedHours = before.spending.closed.length > 0;
  const isAsking = before.overflow !== null || before.announced.overflow !== null;
  const { happenings = [] } = context.rolled ?? {};
  return {
    spending: hasClosedHours
      ? await (await storedHours()).withStoredHours(before, context.spending, dependencies)
      : context.spending,
    ...(isAsking && { overflowNews: (await overflowReporting()).overflowNews(context) }),
    ...(happenings.length > 0 && { rolloutNews: (await rolloutReporting()).rolloutNews(happenings, now) }),
  };
}

/**
 * Finalizes the deletion of a group without a policy when nothing is left of it. Members of a warm pool are terminated,
 * because nobody starts them any more.
 */
async function cleanUp(
  state: GroupState,
  description: Description,
  now: number,
  dependencies: EvaluationDependencies,
): Promise<void> {
  if (state.claim !== null || state.drains.length > 0) return;
  const hasMembers = state.pool.members.length + (description.members?.length ?? 0) > 0;
  if (hasMembers && (await (await releasing()).released(state, description, now, dependencies))) return;
  if (state.schedule.dueAt !== null)
    await dependencies.states.finalizeDeletion({ ...state, pool: poolSlice.empty }, now);
}

/** Loaded when they are first needed, so a cold start does not read what few groups use. */
const storedHours = lazyModule(() => import('./prices/stored-hours.ts'));
const overflowReporting = lazyModule(() => import('./overflow/news.ts'));
const rolloutReporting = lazyModule(() => import('./rollout/news.ts'));
const releasing = lazyModule(() => import('./pool/release.ts'));
