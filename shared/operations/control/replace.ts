import { pausedBy } from '../../decision/index.ts';
import {
  type AcceptedPolicies,
  canceled,
  continued,
  type GroupStates,
  held,
  isInProgress,
  newRollout,
  type RolloutRefusal,
  turnedRound,
} from '../../evaluation/index.ts';
import type { Actor, Reason, ReasonParams } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { formatOf, moduleFor, type Providers } from '../../providers/index.ts';
import { type GroupState, observedManual, type Rollout } from '../../state/index.ts';
import { type AuditUse, audited } from '../audit/index.ts';
import { CONTROL_ATTEMPTS, controllable } from './change.ts';
import { because, controlError } from './reasons.ts';
import type { ReplaceRequest, RolloutRequest } from './requests.ts';

export interface ReplaceUse extends AuditUse {
  readonly states: Pick<GroupStates, 'read' | 'setRollout'>;
  readonly policies: AcceptedPolicies;
  readonly providers: Pick<Providers, 'of'>;
}

/** The rollout of a group after somebody started, paused, resumed, rolled back or canceled one. Times are ms since the epoch. */
export interface Replaced {
  readonly group: string;
  readonly at: number;
  readonly rollout: Rollout;
  /** False if it was as asked for already: nothing was written. */
  readonly isChanged: boolean;
  /** What else the caller should know. */
  readonly notes: readonly Reason[];
}

interface Present {
  readonly state: GroupState;
  readonly policy: Policy;
  readonly now: number;
}

type Change = Pick<Replaced, 'rollout' | 'notes'>;

/**
 * Begins a rollout: the workers of the group are replaced by new ones. The next evaluation starts it. The version is looked up
 * first, so that one that does not exist is never stored. A rollout to the same version that is in progress stays as it is.
 */
export function replace(group: string, request: ReplaceRequest, actor: Actor, use: ReplaceUse): Promise<Replaced> {
  const { version, all, because: why } = request;
  const params = { ...(version !== undefined && { version }), ...(all && { all }) };
  const by = { ...actor, ...(why !== undefined && { because: why }) };
  return changed(group, { params, actor: by }, use, async ({ state, policy, now }) => {
    await mustExist(policy, version, use);
    const before = state.rollout;
    if (before && isInProgress(before) && isSame(before, request)) {
      return { rollout: before, notes: [because['rollout-in-progress']({ group, status: before.status })] };
    }
    const rollout = newRollout({ id: use.newId(now), version, all, actor: by, now });
    return { rollout, notes: notesOn({ state, policy, now }, before) };
  });
}

/** Pauses, resumes, rolls back or cancels the rollout of a group. */
export function steer(group: string, request: RolloutRequest, actor: Actor, use: ReplaceUse): Promise<Replaced> {
  const { action, because: why } = request;
  const by = { ...actor, ...(why !== undefined && { because: why }) };
  return changed(group, { params: { action }, actor: by }, use, async ({ state, policy, now }) => {
    const { rollout: before } = state;
    const after = before === null ? 'nothing-in-progress' : STEPS[action](before, by, now);
    if (typeof after === 'string') throw controlError(because[`rollout-${after}`]({ group }));
    const isForwardAgain = before?.isBack === true && after.isBack !== true;
    const turned = isForwardAgain ? [because['rollout-forward-again']({ group })] : [];
    return { rollout: after, notes: after === before ? [] : [...turned, ...notesOn({ state, policy, now }, null)] };
  });
}

const STEPS: Readonly<
  Record<RolloutRequest['action'], (before: Rollout, actor: Actor, now: number) => Rollout | RolloutRefusal>
> = { pause: held, resume: continued, rollback: turnedRound, cancel: canceled };

/** Writes on the newest state, with an entry in the audit trail. */
function changed(
  group: string,
  control: { readonly params: ReasonParams; readonly actor: Actor },
  use: ReplaceUse,
  change: (present: Present) => Promise<Change>,
): Promise<Replaced> {
  return audited(use, { action: 'replace', group, ...control }, async () => {
    for (let attempt = 1; attempt <= CONTROL_ATTEMPTS; attempt++) {
      const { state, policy } = await controllable(group, use);
      if (!policy?.provider || !moduleFor(policy.provider).rollout) throw controlError(withoutRollouts(group, policy));
      const now = use.clock();
      const { rollout, notes } = await change({ state, policy, now });
      const done = { group, at: now, rollout, notes };
      if (rollout === state.rollout) return { ...done, isChanged: false };
      if (await use.states.setRollout(state, rollout, now)) return { ...done, isChanged: true };
    }
    throw controlError(because['control-conflict']({ group, attempts: CONTROL_ATTEMPTS }));
  });
}

/** Why nothing replaces the workers of a group, and what to do instead. */
function withoutRollouts(group: string, policy: Policy | undefined): Reason {
  const provider = policy?.provider;
  const instead = provider ? formatOf(provider.kind)?.insteadOfRollout?.(provider) : undefined;
  return because['rollout-of-no-kind']({ group, kind: provider?.kind ?? null, instead: instead ?? null });
}

async function mustExist(
  { group, provider }: Policy,
  version: string | undefined,
  { providers }: Pick<ReplaceUse, 'providers'>,
): Promise<void> {
  const versions = provider && providers.of(provider.kind).versions;
  const target = await versions?.target(provider, version);
  // A spec has only texts, and no params.
  if (target && typeof target['params'] === 'object')
    throw controlError(because['rollout-target-unknown']({ group, cause: target as Reason }));
}

const isSame = ({ version, all, isBack }: Rollout, request: ReplaceRequest): boolean =>
  !isBack && version === request.version && Boolean(all) === Boolean(request.all);

/** What keeps the rollout from going on, and what it replaces. */
function notesOn({ state, policy, now }: Present, before: Rollout | null): Reason[] {
  const { group, dryRun } = policy;
  const paused = pausedBy(policy, observedManual(state.manual, now), now);
  return [
    ...(before && isInProgress(before) ? [because['rollout-instead']({ group, status: before.status })] : []),
    ...(dryRun ? [because['control-dry-run']({ group })] : []),
    ...(paused === false ? [] : [because['rollout-held-by-pause']({ group })]),
  ];
}
