import type { AcceptedPolicies, GroupStates } from '../../evaluation/index.ts';
import { type Actor, type Reason, ReasonedError } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { type GroupState, type Manual, manualAt } from '../../state/index.ts';
import { type AuditedAction, type AuditUse, audited } from '../audit/index.ts';
import { activePolicies } from '../groups/workers.ts';
import { because, controlError } from './reasons.ts';

/** Evaluations write the same item: after a conflict, the change is made on the newer state. */
export const CONTROL_ATTEMPTS = 8;

export interface ControlUse extends AuditUse {
  readonly states: Pick<GroupStates, 'read' | 'setManual'>;
  readonly policies: AcceptedPolicies;
}

/** What a group is controlled by, after a change. Times are ms since the epoch. */
export interface Controlled {
  readonly group: string;
  readonly at: number;
  /** What is set by hand and has not ended. */
  readonly manual: Manual;
  /** What was set before and is not any more. */
  readonly ended: Manual;
  /** False if everything was as asked for already: nothing was written. */
  readonly isChanged: boolean;
  /** What to know besides. */
  readonly notes: readonly Reason[];
}

export interface Controlling {
  readonly state: GroupState;
  /** Undefined if it cannot be read. */
  readonly policy: Policy | undefined;
  /** What has not ended. */
  readonly manual: Manual;
  readonly now: number;
}

interface Change {
  /** Null if nothing is to be written. */
  readonly manual: Manual | null;
  readonly notes: readonly Reason[];
}

/** What somebody does to a group, for the audit trail. */
export type Control = Pick<AuditedAction<Controlled>, 'action' | 'actor' | 'params'> & { readonly group: string };

/**
 * Changes what is set by hand for one group, on the newest state, with an entry in the audit trail. The write is
 * conditional: an evaluation that has read the earlier state can no longer claim. Throws a `ReasonedError` if the group
 * cannot be controlled.
 */
export const changeManual = (
  control: Control,
  use: ControlUse,
  change: (present: Controlling) => Change,
): Promise<Controlled> => audited(use, control, () => changed(control.group, use, change));

/** The newest state of a group that can be controlled, and its policy. Throws a `ReasonedError` for any other group. */
export async function controllable(
  group: string,
  { states, policies }: Pick<ControlUse, 'policies'> & { readonly states: Pick<GroupStates, 'read'> },
): Promise<Pick<Controlling, 'state' | 'policy'>> {
  const state = (await states.read([group])).get(group);
  if (!state) throw controlError(because['control-unknown-group']({ group }));
  if (state.policy.version === null) throw controlError(because['control-no-policy']({ group }));
  if (state.policy.deleting) throw controlError(because['control-deleted']({ group }));
  return { state, policy: (await activePolicies([state], { policies })).get(group) };
}

async function changed(group: string, use: ControlUse, change: (present: Controlling) => Change): Promise<Controlled> {
  const { states, clock } = use;
  for (let attempt = 1; attempt <= CONTROL_ATTEMPTS; attempt++) {
    const { state, policy } = await controllable(group, use);
    const now = clock();
    const before = manualAt(state.manual, now);
    const { manual, notes } = change({ state, policy, manual: before, now });
    const done = { group, at: now, notes };
    if (manual === null) return { ...done, manual: before, ended: NOTHING, isChanged: false };
    if (await states.setManual(state, manual, now)) {
      return { ...done, manual, ended: without(before, manual), isChanged: true };
    }
  }
  throw controlError(because['control-conflict']({ group, attempts: CONTROL_ATTEMPTS }));
}

const NOTHING: Manual = { pauses: [], scale: null };

/** What of `before` is not in `after`. */
const without = (before: Manual, after: Manual): Manual => ({
  pauses: before.pauses.filter((pause) => !after.pauses.includes(pause)),
  scale: before.scale === after.scale ? null : before.scale,
});

/** Who sets something, when, and until when: whole seconds, because people read them. */
export const setBy = ({ by, through, because: why, from }: Actor, at: number) => ({
  by,
  through,
  at,
  ...(why === undefined ? {} : { because: why }),
  ...(from === undefined ? {} : { from }),
});
export const endAfter = (seconds: number, now: number): number => Math.ceil(now / 1000 + seconds) * 1000;

/** One group of many, and what came of it. */
export type ControlledOne = { readonly group: string } & (
  | { readonly controlled: Controlled }
  | { readonly error: Reason }
);

/** Changes many groups, one after the other. What fails for one does not change the others. */
export async function changeMany(
  groups: readonly string[],
  one: (group: string) => Promise<Controlled>,
): Promise<ControlledOne[]> {
  const done: ControlledOne[] = [];
  for (const group of groups) {
    try {
      done.push({ group, controlled: await one(group) });
    } catch (error) {
      if (!(error instanceof ReasonedError)) throw error;
      done.push({ group, error: error.reason });
    }
  }
  return done;
}
