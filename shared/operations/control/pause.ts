import type { Actor, Reason, ReasonParams } from '../../model/index.ts';
import { type Manual, type Pause, withoutDirections } from '../../state/index.ts';
import {
  type Control,
  type Controlled,
  type ControlledOne,
  type Controlling,
  type ControlUse,
  changeManual,
  changeMany,
  endAfter,
  setBy,
} from './change.ts';
import { because, controlError } from './reasons.ts';
import type { PauseRequest, ResumeRequest } from './requests.ts';

/** What a pause or its end is for: the group by its name, or all groups of the stage. */
type Scope = 'group' | 'stage';

/**
 * Pauses a group, or one direction of it, in place of an earlier pause by its name. A resize that has begun is completed,
 * and workers that drain are terminated. The pause of the policy stays as it is.
 */
export const pause = (group: string, request: PauseRequest, actor: Actor, use: ControlUse): Promise<Controlled> =>
  pauseIn('group', group, request, actor, use);

/**
 * Pauses every group of the stage that has an active policy. It adds to what has been paused by name, so that ending it
 * leaves those pauses in force. `groups`: the groups of the stage.
 */
export const pauseAll = (
  groups: readonly string[],
  request: PauseRequest,
  actor: Actor,
  use: ControlUse,
): Promise<ControlledOne[]> => changeMany(groups, (group) => pauseIn('stage', group, request, actor, use));

function pauseIn(
  scope: Scope,
  group: string,
  request: PauseRequest,
  actor: Actor,
  use: ControlUse,
): Promise<Controlled> {
  const { direction, for: seconds } = request;
  const control = controlBy('pause', group, request, actor, scope);
  return changeManual(control, use, ({ state, manual, now }) => {
    const paused = direction ?? true;
    const added: Pause = {
      paused,
      ...setBy(control.actor, now),
      ...(scope === 'stage' && { ofStage: true }),
      ...(seconds !== undefined && { until: endAfter(seconds, now) }),
    };
    const others = manual.pauses.flatMap((each) => (scopeOf(each) === scope ? left(each, paused) : [each]));
    return { manual: { ...manual, pauses: [...others, added] }, notes: underWay(state, paused) };
  });
}

/**
 * Ends the pauses of a group that people have set, by its name or for the whole stage. Throws if only the policy pauses
 * it. A group that is not paused stays as it is.
 */
export const resume = (group: string, request: ResumeRequest, actor: Actor, use: ControlUse): Promise<Controlled> =>
  changeManual(controlBy('resume', group, request, actor, 'group'), use, ({ policy, manual }) => {
    const taken = request.direction ?? true;
    const pauses = manual.pauses.flatMap((each) => left(each, taken));
    const ofPolicy = policyPause(group, policy?.paused ?? false, taken);
    if (isSame(pauses, manual)) {
      if (ofPolicy) throw controlError(ofPolicy);
      return { manual: null, notes: [] };
    }
    return { manual: { ...manual, pauses }, notes: ofPolicy ? [ofPolicy] : [] };
  });

/** Ends what {@link pauseAll} has set. Pauses by name stay, because they have their own reasons. */
export const resumeAll = (
  groups: readonly string[],
  request: ResumeRequest,
  actor: Actor,
  use: ControlUse,
): Promise<ControlledOne[]> =>
  changeMany(groups, (group) =>
    changeManual(controlBy('resume', group, request, actor, 'stage'), use, ({ manual, policy }) => {
      const taken = request.direction ?? true;
      const pauses = manual.pauses.flatMap((each) => (scopeOf(each) === 'stage' ? left(each, taken) : [each]));
      const byName = pauses.find((each) => scopeOf(each) === 'group' && concerns(each.paused, taken));
      const ofPolicy = policyPause(group, policy?.paused ?? false, taken);
      const notes = [
        ...(byName ? [because['control-still-paused']({ group, by: byName.by })] : []),
        ...(ofPolicy ? [ofPolicy] : []),
      ];
      return { manual: isSame(pauses, manual) ? null : { ...manual, pauses }, notes };
    }),
  );

const controlBy = (
  action: 'pause' | 'resume',
  group: string,
  { because: why, ...asked }: PauseRequest | ResumeRequest,
  actor: Actor,
  scope: Scope,
): Control => ({
  action,
  group,
  actor: { ...actor, because: why },
  params: { ...asked, ...(scope === 'stage' && { all: true }) } as ReasonParams,
});

const scopeOf = ({ ofStage }: Pause): Scope => (ofStage ? 'stage' : 'group');
const isSame = (pauses: readonly Pause[], { pauses: before }: Manual): boolean =>
  pauses.length === before.length && pauses.every((each) => before.includes(each));
const concerns = (paused: boolean | 'out' | 'in', taken: Pause['paused']): boolean =>
  paused !== false && (paused === true || taken === true || paused === taken);

/** What is left of a pause when these directions are taken from it. */
function left(each: Pause, taken: Pause['paused']): Pause[] {
  const paused = withoutDirections(each.paused, taken);
  if (paused === null) return [];
  return [paused === each.paused ? each : { ...each, paused }];
}

const policyPause = (group: string, paused: boolean | 'out' | 'in', taken: Pause['paused']): Reason | null =>
  concerns(paused, taken) ? because['control-policy-paused']({ group, paused: String(paused) }) : null;

/** What goes on during a pause. */
function underWay({ group, claim, drains }: Controlling['state'], paused: Pause['paused']): Reason[] {
  const draining = drains.reduce((sum, { workers }) => sum + workers.length, 0);
  return [
    ...(claim ? [because['control-resizing']({ group, activity: claim.activity })] : []),
    ...(draining > 0 && paused !== 'out' ? [because['control-draining']({ group, workers: draining })] : []),
  ];
}
